// drivers.csv: what moved each scenario away from its baseline (docs/output-format.md).
#pragma once

#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// Scenarios with a baseline and flows, in their order.
Table drivers_table(const std::vector<ScenarioResult>& results);

}  // namespace ebbtide
