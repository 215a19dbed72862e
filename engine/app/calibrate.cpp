#include "calibration/calibrate.h"
#include "app/scenario_batch.h"
#include "app/verbs.h"
#include "calibration/calibration_json.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/moments.h"
#include "parallel/executor.h"

namespace ebbtide {

namespace {

Calibration calibrate_for(const Scenario& scenario, const HistoryView& view, FlowModel flow_model) {
  try {
    CalibrationSettings settings;
    settings.flow_model = flow_model;
    return calibrate(view, settings);
  } catch (const InputError& error) {
    throw InputError(error.findings().placed_in(scenario.file));
  }
}

}  // namespace

ExitCode calibrate_verb(const VerbContext& context) {
  const CalibrateOptions options = calibrate_options(context.command);
  check_output(options.output_file, options.force);
  ScenarioBatch batch(options.input);
  context.console.report(batch.warnings());
  const Scenario& scenario = batch.scenarios().front().scenario;
  for (const LoadedScenario& each : batch.scenarios()) {
    if (each.scenario.universe != scenario.universe || each.scenario.as_of != scenario.as_of) {
      throw UsageError({"the scenarios name several universes or dates; a calibration is of one"});
    }
  }
  Findings findings;
  const History* history = batch.universes().find(scenario.universe, findings);
  if (history == nullptr) throw InputError(findings);
  const HistoryView view = history->as_of(scenario.as_of);
  const Calibration calibration = calibrate_for(scenario, view, options.input.flow_model);
  const Executor executor(options.threads);
  Json json = calibration_json(calibration);
  json["moments"] = moments_json(compare_moments(calibration, view, executor));
  write_output(options.output_file, options.force, json_text(json), context.console);
  if (options.output_file != "-") context.console.note("calibration: " + options.output_file);
  return ExitCode::fine;
}

}  // namespace ebbtide
