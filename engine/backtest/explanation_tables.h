// Explanations as typed tables (docs/explain.md): what CSV files, workbook and terminal show.
#pragma once

#include <vector>

#include "backtest/explanation.h"
#include "core/table.h"

namespace ebbtide {

// One row a week: the total, with the week's title where it has one.
Table explained_weeks_table(const std::vector<Explanation>& explanations);
// One row per week and flow, the total first: laws, split of the miss, percentiles.
Table explained_flows_table(const std::vector<Explanation>& explanations);
// One row per week, flow and law (U, M, MP for the total) or what came: opening + flow + market = closing.
Table explained_bridge_table(const std::vector<Explanation>& explanations);
// One row per week and dimension.
Table breadth_table(const std::vector<Explanation>& explanations);
// One row per week and published flow other than zero.
Table flow_records_table(const std::vector<Explanation>& explanations);
// One row per week and market variable.
Table market_moves_table(const std::vector<Explanation>& explanations);

// All of them in this order.
std::vector<Table> explanation_tables(const std::vector<Explanation>& explanations);

}  // namespace ebbtide
