// Results as typed tables (docs/output-format.md): rows by scenario name, then series in display order, then week.
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// Tidy long: one statistic of one target, member and week per row.
Table distribution_table(const std::vector<ScenarioResult>& results);
// One row per scenario, target, member and week, statistics as columns.
Table summary_table(const std::vector<ScenarioResult>& results);
// Opening AUM, flow, market effect and closing AUM: means over paths, which add up as every path does.
Table bridge_table(const std::vector<ScenarioResult>& results);
Table events_table(const std::vector<ScenarioResult>& results);
// Differences of means to the scenario's baseline on the same random numbers.
Table deltas_table(const std::vector<ScenarioResult>& results);
// Conditions asked and got; one row without a condition for a scenario that has none.
Table scenarios_table(const std::vector<ScenarioResult>& results);
// The last weeks of history each universe and as_of started from.
Table recent_weeks_table(const std::vector<ScenarioResult>& results, std::size_t weeks);

// Whether a threshold holds; an event's probability against its bound.
bool threshold_holds(const Threshold& threshold, double probability);

}  // namespace ebbtide
