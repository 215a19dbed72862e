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

// What scenario checks need to know of a universe: member names, market variables and aliases, dates of the data. The
// history stays valid while scenarios load. Returns nullptr when there is no such universe, which the caller reports
// where it is named, or, after adding findings, when it does not load. Asked once per name.
using UniverseLookup = std::function<const History*(const std::string& universe, Findings& findings)>;

struct LoadedScenario {
  Scenario scenario;
  std::vector<ResolvedValue> resolved;  // every value in force with its origin
};

struct LoadOptions {
  std::vector<std::pair<std::string, std::string>> overrides;  // --set path=value, applied after extends, before sweep
  std::vector<std::string> universe_names;                     // those that there are, for "did you mean"
  // A run on a calibration file without a universe: conditions may name these variables and no universe is loaded,
  // and the keys universe and as_of may be absent.
  std::optional<MarketSpec> market_without_universe;
};

// All scenarios, in the order of scenario_less. Baselines that are named but not among the files are loaded from the
// same folder (file <name>.yaml); of the overrides they take those that a baseline must share with its scenarios
// (universe, as_of, horizon, paths, seed). A file given twice counts once. Every finding of every file is reported;
// errors leave the result empty.
std::vector<LoadedScenario> load_scenarios(const std::vector<std::string>& files, const UniverseLookup& universes,
                                           const LoadOptions& options, Findings& findings);

// By name, the members of a sweep by number: name[2] before name[10].
bool scenario_less(const Scenario& a, const Scenario& b);

}  // namespace ebbtide
