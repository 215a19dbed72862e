#include <memory>
#include <set>

#include "app/backtest_gates.h"
#include "app/backtest_summary.h"
#include "app/interrupt.h"
#include "app/progress.h"
#include "app/run_manifest.h"
#include "app/stopwatch.h"
#include "app/verbs.h"
#include "backtest/backtest_results.h"
#include "backtest/leak_check.h"
#include "backtest/run_backtest.h"
#include "core/error.h"
#include "core/format.h"
#include "report/write_backtest.h"

namespace ebbtide {
namespace {

struct Prepared {
  BacktestDefinition definition;
  std::string target;
  const History* history = nullptr;  // of `universes`
  std::unique_ptr<UniverseStore> universes;
  std::unique_ptr<BacktestGates> gates;
};

// Everything that can be refused is, at once and before the work.
Prepared prepare(const BacktestVerbOptions& options, Overwrite overwrite, Console& console) {
  Findings findings;
  if (options.output_folder) check_target(*options.output_folder, overwrite, findings);
  const auto definition = load_backtest(options.file, findings);
  if (!definition) throw InputError(findings);
  Prepared prepared{*definition, options.output_folder.value_or("results/" + definition->name), nullptr, nullptr,
                    nullptr};
  if (!options.output_folder) check_target(prepared.target, overwrite, findings);
  if (options.paths) prepared.definition.paths = *options.paths;
  prepared.gates = std::make_unique<BacktestGates>(prepared.definition, options, findings);
  prepared.universes = std::make_unique<UniverseStore>(std::vector<std::string>{},
                                                       options.data_folder.value_or(definition->data_folder));
  prepared.history = prepared.universes->find(definition->universe, findings);
  if (findings.has_errors() || !prepared.history) throw InputError(findings);
  console.report(findings);
  return prepared;
}

CalibrationSettings settings_of(const BacktestDefinition& definition) {
  CalibrationSettings settings;
  settings.flow_model = definition.flow_model;
  return settings;
}

BacktestResult run_origins(const History& history, const BacktestDefinition& definition, const Executor& executor,
                           bool keep_weeks, const InterruptFlag& interrupt, Console& console) {
  Progress progress("backtest", progress_style(console.environment(), console.quiet()), console.environment().columns,
                    console.err());
  BacktestOptions options;
  options.settings = settings_of(definition);
  options.keep_weeks = keep_weeks;
  options.stop = &interrupt.raised();
  options.progress = [&](std::size_t done, std::size_t of) { progress.update(done, of); };
  BacktestResult result = run_backtest(history, definition, executor, options);
  progress.finish();
  return result;
}

// Whether no forecast of the first and the last origin moves when what it must not know is scrambled.
bool is_free_of_leaks(const History& history, const BacktestDefinition& definition, const Executor& executor,
                      const InterruptFlag& interrupt, Console& console) {
  constexpr std::uint64_t kPaths = 128;
  const std::vector<Forecaster> forecasters = forecasters_of(definition);
  bool clean = true;
  for (const Date origin : std::set{definition.first_origin, definition.last_origin}) {
    for (const Leak& leak : find_leaks(history, definition, origin, forecasters, kPaths, settings_of(definition),
                                       executor, &interrupt.raised())) {
      clean = false;
      console.error(format("{} leaks: its forecast of {} weeks as of {} in track {} moves with what it must not know",
                           leak.model, leak.weeks, date_text(leak.origin), track_text(leak.track)));
    }
  }
  if (clean)
    console.note(format("leak check: {} models in {} tracks, no forecast moved", forecasters.size() + 1,
                        definition.tracks.size()));
  return clean;
}

}  // namespace

ExitCode backtest_verb(const VerbContext& context) {
  const BacktestVerbOptions options = backtest_options(context.command);
  Console& console = context.console;
  Stopwatch watch;
  const std::string started = utc_now();
  const Overwrite overwrite = options.force ? Overwrite::force : Overwrite::never;
  const Prepared prepared = prepare(options, overwrite, console);
  const BacktestDefinition& definition = prepared.definition;
  ManifestInput manifest = backtest_manifest(definition, *prepared.universes);
  watch.lap("load");

  const Executor executor(options.threads);
  const InterruptFlag interrupt;
  const bool clean = is_free_of_leaks(*prepared.history, definition, executor, interrupt, console);
  watch.lap("leak check");
  const BacktestResult result =
      run_origins(*prepared.history, definition, executor, options.origin_weeks, interrupt, console);
  watch.lap("forecast");
  if (result.origins.empty()) throw NothingToDo("of no origin in " + definition.file + " is it known what came");

  BacktestResults results = tabulate_backtest(definition, result);
  if (options.origin_weeks) results.origin_weeks = origin_weeks_table(definition, result.weeks);
  BacktestGates& gates = *prepared.gates;
  gates.judge(result, watch.total());
  if (gates.watch()) results.gates = gates.table();
  watch.lap("tabulate");
  set_runtime(started, executor, watch, manifest);
  write_backtest(results, gates.files(), manifest, prepared.target, overwrite);
  watch.lap("write");

  console.data(backtest_summary(definition, results.skill, results.coverage, console.color_on_out()));
  if (result.skipped > 0)
    console.note(
        format("{} of {} origins without a known outcome left out", result.skipped, definition.origins().size()));
  console.note(watch.text());
  console.note("results: " + prepared.target);
  const ExitCode gated = gates.settle(console);
  return clean ? gated : ExitCode::answer_is_no;
}

}  // namespace ebbtide
