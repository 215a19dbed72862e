// The workbook of explained weeks.
//   Summary      what was expected, the split of the miss and what came, one row a week. Of few weeks also the text,
//                the waterfall from expected to came, the three laws, and the AUM bridge; of many the splits in one
//                chart
//   In words     title, why and text of every week (of many weeks)
//   Flows        total and members of every week
//   Bridge, Breadth, Records, Market   the tables of the same names
//   Dictionary   every column of every CSV file            Chart data   the cells behind the charts
#pragma once

#include <string>
#include <vector>

#include "backtest/explanation.h"

namespace ebbtide {

// `title` is that of the list of weeks, or empty. Equal explanations give equal bytes. Throws as write_workbook does.
void write_explanation_workbook(const std::string& title, const std::vector<Explanation>& explanations,
                                const std::string& path);

}  // namespace ebbtide
