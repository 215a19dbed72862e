// Loads scenario files: extends, sweeps, overrides, and the check of every name, unit and week against the universe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/finding.h"
#include "history/history.h"
#include "scenario/scenario.h"

namespace ebbtide {

// What scenario checks need to know of a universe: member names, market variables and aliases, dates of the data.
// Returns nullptr after adding findings when there is no such universe or it does not load.
using UniverseLookup = std::function<const History*(const std::string& universe, Findings& findings)>;

struct LoadedScenario {
  Scenario scenario;
  std::vector<ResolvedValue> resolved;  // every value in force with its origin
};

struct LoadOptions {
  std::vector<std::pair<std::string, std::string>> overrides;  // --set path=value, applied after extends, before sweep
  // A run on a calibration file without a universe: conditions may name these variables and no universe is loaded.
  std::optional<MarketSpec> market_without_universe;
};

// All files, sorted by scenario name; baselines that are named but not among the files are loaded from the same folder
// (file <name>.yaml) and appended. Every finding of every file is reported; errors leave the result empty.
std::vector<LoadedScenario> load_scenarios(const std::vector<std::string>& files, const UniverseLookup& universes,
                                           const LoadOptions& options, Findings& findings);

}  // namespace ebbtide
