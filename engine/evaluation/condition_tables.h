// Conditions asked and got, their plausibility, and the past weeks most like them, as tables (docs/output-format.md).
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// A row per condition, known values included.
Table conditions_table(const std::vector<ScenarioResult>& results);
// A row per scenario.
Table plausibility_table(const std::vector<ScenarioResult>& results);
// A row per similar past window and condition.
Table similar_weeks_table(const std::vector<ScenarioResult>& results);

}  // namespace ebbtide
