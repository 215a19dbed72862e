#include "app/scenario_batch.h"

#include <utility>

#include "app/calibration_input.h"
#include "core/error.h"

namespace ebbtide {
namespace {

constexpr int kFewestImputationDraws = 2;  // a variance over draws needs two

}  // namespace

ScenarioBatch::ScenarioBatch(const ScenarioInput& input, Findings found)
    : calibration_file_(input.calibration_file),
      flow_model_(input.flow_model),
      exact_quantiles_(input.exact_quantiles),
      universes_(input.files, input.data_folder),
      findings_(std::move(found)) {
  LoadOptions options;
  options.overrides = input.overrides;
  options.universe_names = universes_.names();
  if (calibration_file_) {
    calibration_ = load_calibration(*calibration_file_, findings_);
    if (!calibration_) throw InputError(findings_);
    options.market_without_universe = market_without_universe(*calibration_);
  }
  scenarios_ = load_scenarios(input.files, universes_.lookup(), options, findings_);
  if (findings_.has_errors()) throw InputError(findings_);
  if (scenarios_.empty()) throw NothingToDo("the files hold no scenario");
  // A market alone has one date, which its scenarios need not repeat.
  for (LoadedScenario& each : scenarios_) {
    if (options.market_without_universe && each.scenario.as_of == Date{}) each.scenario.as_of = calibration_->as_of;
  }
}

std::vector<PreparedScenario> ScenarioBatch::bind(BindFor use, const Executor& executor) {
  Findings found;
  BatchSource source;
  source.calibration = calibration_;
  source.settings.flow_model = flow_model_;
  source.exact_quantiles = exact_quantiles_;
  if (use == BindFor::inspection) {
    source.settings.imputation_draws = kFewestImputationDraws;
    source.settings.imputation_burn_in = 0;
    source.with_plausibility = false;
  }
  source.history = [&](const std::string& universe) { return universes_.find(universe, found); };
  std::vector<Scenario> bindable;
  for (const LoadedScenario& each : scenarios_) {
    Findings mismatch;
    check_calibration_of(each.scenario, mismatch);
    if (!mismatch.has_errors()) bindable.push_back(each.scenario);
    found.append(mismatch);
  }
  std::vector<PreparedScenario> batch = prepare_batch(bindable, source, executor, found);
  findings_.append(found);
  if (findings_.has_errors()) throw InputError(findings_);
  return batch;
}

void ScenarioBatch::check_calibration_of(const Scenario& scenario, Findings& findings) {
  if (!calibration_) return;
  const History* history = scenario.universe.empty() ? nullptr : universes_.find(scenario.universe, findings);
  check_calibration(*calibration_, *calibration_file_, scenario, history, findings);
}

}  // namespace ebbtide
