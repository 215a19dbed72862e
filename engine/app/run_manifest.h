// What a run's manifest says: resolved scenarios, hashed inputs, versions of what the numbers come from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/stopwatch.h"
#include "app/universe_store.h"
#include "backtest/definition.h"
#include "backtest/explanation.h"
#include "evaluation/scenario_run.h"
#include "parallel/executor.h"
#include "report/manifest.h"
#include "scenario/load.h"

namespace ebbtide {

// Scenario files (with every file a value came from), universes, market, calibration file. Throws IoError when one has
// become unreadable.
ManifestInput run_manifest(const std::vector<LoadedScenario>& scenarios, const UniverseStore& universes,
                           const std::optional<std::string>& calibration_file);

// How the statistics of scenarios were made, beside their values: of those that were streamed.
void note_statistics(const std::vector<ScenarioResult>& results, ManifestInput& manifest);

// The same of explanations: universes read, the list of weeks where there is one.
ManifestInput explanation_manifest(const std::vector<Explanation>& explanations, const ExplainOptions& options,
                                   const std::optional<std::string>& weeks_file, const UniverseStore& universes);

// The same of a backtest, from its definition and universe.
ManifestInput backtest_manifest(const BacktestDefinition& definition, const UniverseStore& universes);

// What does not decide the numbers: begin, host, threads, and the seconds of the parts so far.
void set_runtime(const std::string& started, const Executor& executor, const Stopwatch& watch, ManifestInput& manifest);

}  // namespace ebbtide
