// The scenarios of a command line with all they refer to: what every verb that reads scenarios begins with.
#pragma once

#include <memory>
#include <vector>

#include "app/options.h"
#include "app/universe_store.h"
#include "core/finding.h"
#include "evaluation/scenario_run.h"
#include "scenario/load.h"

namespace ebbtide {

// What bound scenarios are for: numbers, or only to be looked at. An inspection fills missing weeks with the fewest
// draws, which are most of a calibration's time; no finding depends on their number.
enum class BindFor { simulation, inspection };

class ScenarioBatch {
 public:
  // Loads the calibration file when one is given, and every scenario. Throws InputError with every finding, led by
  // what the caller has `found` itself, and NothingToDo when the files hold no scenario.
  explicit ScenarioBatch(const ScenarioInput& input, Findings found = {});
  ScenarioBatch(const ScenarioBatch&) = delete;
  ScenarioBatch& operator=(const ScenarioBatch&) = delete;

  // Every scenario bound to the calibration file, or else to what its universe's history gives; valid while the batch
  // lives. Throws InputError with every finding, warnings of loading included.
  std::vector<PreparedScenario> bind(BindFor use, const Executor& executor);

  const std::vector<LoadedScenario>& scenarios() const { return scenarios_; }
  UniverseStore& universes() { return universes_; }
  // Of loading, and after bind() of binding too.
  const Findings& warnings() const { return findings_; }

 private:
  void check_calibration_of(const Scenario& scenario, Findings& findings);

  std::optional<std::string> calibration_file_;
  FlowModel flow_model_;
  bool exact_quantiles_;
  UniverseStore universes_;
  std::shared_ptr<const Calibration> calibration_;
  std::vector<LoadedScenario> scenarios_;
  Findings findings_;
};

}  // namespace ebbtide
