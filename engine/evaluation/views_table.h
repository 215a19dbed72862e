// What each view asked and what the weights made of it.
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// One row per scenario and view; no row for a scenario without views. Probabilities in percent.
Table views_table(const std::vector<ScenarioResult>& results);

}  // namespace ebbtide
