#include "calibration/calibrate.h"
#include "app/verbs.h"
#include "calibration/calibration_json.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/moments.h"
#include "parallel/executor.h"

namespace ebbtide {

ExitCode calibrate_verb(const VerbContext& context) {
  const CalibrateOptions options = calibrate_options(context.command);
  UniverseStore universes(options.input.files, options.input.data_folder);
  const LoadedInput input = load_input(options.input, universes, context.console, std::nullopt);
  const Scenario& scenario = input.scenarios.front().scenario;
  for (const LoadedScenario& each : input.scenarios) {
    if (each.scenario.universe != scenario.universe || each.scenario.as_of != scenario.as_of) {
      throw UsageError({"the scenarios name several universes or dates; a calibration is of one"});
    }
  }
  Findings findings;
  const History* history = universes.find(scenario.universe, findings);
  if (history == nullptr) throw InputError(findings);
  const HistoryView view = history->as_of(scenario.as_of);
  const Calibration calibration = calibrate(view, CalibrationSettings{});
  const Executor executor(options.threads);
  Json json = calibration_json(calibration);
  json["moments"] = moments_json(compare_moments(calibration, view, executor));
  write_output(options.output_file, options.force, json_text(json), context.console);
  if (options.output_file != "-") context.console.note("calibration: " + options.output_file);
  return ExitCode::fine;
}

}  // namespace ebbtide
