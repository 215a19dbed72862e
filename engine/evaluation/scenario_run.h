// A batch of scenarios: calibrate once per universe and date, bind every scenario, simulate, and take paired
// differences to baselines. A scenario's numbers do not depend on what else is in the batch.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calibration/settings.h"
#include "evaluation/drivers.h"
#include "evaluation/flow_record.h"
#include "evaluation/plausibility.h"
#include "history/history.h"
#include "model/model.h"
#include "parallel/executor.h"
#include "scenario/scenario.h"
#include "simulation/simulate.h"

namespace ebbtide {

// A scenario bound to a calibration, ready to simulate.
struct PreparedScenario {
  Scenario scenario;
  Model model;
  RealisedLookup realised;
  std::shared_ptr<const KnownFlows> known_flows = nullptr;  // at as_of; null without a history
  std::optional<Plausibility> plausibility = std::nullopt;  // where it was asked for and there are market conditions
  bool exact_quantiles = false;                             // where statistics are streamed
};

struct BatchSource {
  // History of a universe; nullptr when the calibration has none.
  std::function<const History*(const std::string& universe)> history;
  // A calibration that replaces fitting.
  std::shared_ptr<const Calibration> calibration;
  CalibrationSettings settings;
  bool with_plausibility = true;
  bool exact_quantiles = false;  // where statistics are streamed
};

// Findings of all scenarios (conditions, quantities without a series); on errors the result is empty. Calibrations, and
// then plausibilities, are made at the same time on the executor; source.history is asked by the calling thread alone.
// The result and the findings do not depend on the number of threads.
std::vector<PreparedScenario> prepare_batch(const std::vector<Scenario>& scenarios, const BatchSource& source,
                                            const Executor& executor, Findings& findings);

struct ScenarioResult {
  Scenario scenario;
  Model model;
  std::optional<Plausibility> plausibility;
  SimulationResult simulation;
  RealisedLookup realised;
  std::shared_ptr<const KnownFlows> known_flows;  // at as_of; null without a history
  // Paired difference of means to the baseline, by series and week; empty without a baseline, of a series empty where
  // the baseline has no such. Conditions' quantities have none.
  std::vector<std::vector<Estimate>> deltas;
  Drivers drivers;                                    // of the deltas; empty without a baseline or without funds
  std::vector<std::optional<Estimate>> event_deltas;  // by event; empty where the baseline has no such event
};

struct BatchProgress {
  std::function<void(const std::string& scenario, double fraction)> update;  // from worker threads
  std::function<void(const ScenarioResult& result)> finished;
  // Where set, a scenario that cannot be simulated (its views out of reach, say) is told here and left out, with those
  // compared with it; without, its InputError ends the batch.
  std::function<void(const Findings& findings)> failed;
};

// In order of scenario name; baselines are simulated first and their group sums kept only as long as needed.
std::vector<ScenarioResult> run_batch(const std::vector<PreparedScenario>& batch, const Executor& executor,
                                      const BatchProgress& progress, const std::atomic<bool>* stop);

}  // namespace ebbtide
