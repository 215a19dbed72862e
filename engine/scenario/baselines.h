// Names across scenarios: no name twice, every baseline present and alike in what a difference needs.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "scenario/documents.h"
#include "scenario/parse_scenario.h"

namespace ebbtide {

// "cuts" of "cuts[3]".
std::string base_name(const std::string& scenario_name);

void report_duplicate_names(const std::vector<ParsedScenario>& scenarios, Reporter& reporter);

// Reports every scenario whose baseline is none of `scenarios`, or differs in universe, as_of, horizon, paths or seed.
// Baselines in `failed` were reported otherwise.
void check_baselines(const std::vector<ParsedScenario>& scenarios, const std::set<std::string>& failed,
                     Reporter& reporter);

}  // namespace ebbtide
