// What explain prints: for one week the paragraph and the split of every flow, for several one row a week.
#pragma once

#include <string>
#include <vector>

#include "backtest/explanation.h"

namespace ebbtide {

// Members with a published figure. Amounts in million USD; expected + macro + prices + unexplained = came.
std::string explanation_summary(const Explanation& explanation, bool color);

// The totals of several weeks in % of the AUM they opened with, so that years can be set side by side.
std::string weeks_summary(const std::vector<Explanation>& explanations, bool color);

}  // namespace ebbtide
