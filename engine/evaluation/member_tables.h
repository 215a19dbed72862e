// Tables of what members tell together (simulation/member_statistics.h) and of records among known weeks.
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// How many members of a dimension take money in: one row per scenario, dimension and week.
Table breadth_table(const std::vector<ScenarioResult>& results);
// One member loses, another gains: week 1, and the sum of all weeks.
Table rotation_table(const std::vector<ScenarioResult>& results);
// Since when no known flow was as large as quantiles of the simulated one, and how likely the week beats all of them.
Table records_table(const std::vector<ScenarioResult>& results);
// Shares of all AUM by member at the end of week 1 and of the horizon.
Table market_shares_table(const std::vector<ScenarioResult>& results);

}  // namespace ebbtide
