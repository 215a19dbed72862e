// What the terminal says of a scenario's conditions: asked, got, what the kind means, and how plausible they are.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "evaluation/scenario_run.h"

namespace ebbtide {

// Label and text of each line; none for a scenario without conditions or known values.
std::vector<std::pair<std::string, std::string>> condition_lines(const ScenarioResult& result);

}  // namespace ebbtide
