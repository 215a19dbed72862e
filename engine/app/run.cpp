#include <algorithm>
#include <filesystem>

#include "app/interrupt.h"
#include "app/progress.h"
#include "app/run_manifest.h"
#include "app/run_summary.h"
#include "app/scenario_batch.h"
#include "app/stopwatch.h"
#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"
#include "evaluation/assumptions_table.h"
#include "evaluation/condition_tables.h"
#include "evaluation/drivers_table.h"
#include "evaluation/member_tables.h"
#include "evaluation/tabulate.h"
#include "evaluation/views_table.h"
#include "report/write_run.h"

namespace ebbtide {
namespace {

constexpr std::size_t kRecentWeeks = 26;

// results/NAME: the scenario's name, or for a batch the name of the folder its files lie in.
std::string default_folder(const std::vector<std::string>& files) {
  if (files.size() == 1) return "results/" + std::filesystem::path(files.front()).stem().string();
  const std::filesystem::path folder = std::filesystem::absolute(files.front()).parent_path();
  return "results/" + folder.filename().string();
}

// The scenario's own title for one, else "Fund flows and AUM: 17 scenarios as of 2026-01-19".
std::string title_of(const std::vector<ScenarioResult>& results, Date latest) {
  if (results.size() == 1) return results.front().scenario.title;
  return format("Fund flows and AUM: {} scenarios as of {}", results.size(), date_text(latest));
}

RunTables make_tables(const std::vector<ScenarioResult>& results, const Executor& executor) {
  RunTables tables;
  for (const ScenarioResult& result : results) {
    tables.created = std::max(tables.created, result.scenario.as_of);
    for (const std::string& note : result.model.calibration->notes) {
      if (std::find(tables.notes.begin(), tables.notes.end(), note) == tables.notes.end()) tables.notes.push_back(note);
    }
  }
  tables.title = title_of(results, tables.created);
  struct Part {
    Table RunTables::*table;
    Table (*make)(const std::vector<ScenarioResult>& results);
  };
  static constexpr Part kParts[] = {{&RunTables::distribution, distribution_table},
                                    {&RunTables::summary, summary_table},
                                    {&RunTables::bridge, bridge_table},
                                    {&RunTables::breadth, breadth_table},
                                    {&RunTables::rotation, rotation_table},
                                    {&RunTables::records, records_table},
                                    {&RunTables::market_shares, market_shares_table},
                                    {&RunTables::events, events_table},
                                    {&RunTables::deltas, deltas_table},
                                    {&RunTables::drivers, drivers_table},
                                    {&RunTables::scenarios, scenarios_table},
                                    {&RunTables::conditions, conditions_table},
                                    {&RunTables::plausibility, plausibility_table},
                                    {&RunTables::similar_weeks, similar_weeks_table},
                                    {&RunTables::views, views_table},
                                    {&RunTables::assumptions, assumptions_table}};
  executor.for_blocks(std::size(kParts), [&](std::size_t i) { tables.*kParts[i].table = kParts[i].make(results); });
  tables.weeks = recent_weeks_table(results, kRecentWeeks);
  return tables;
}

// A warning where weights leave few paths that count, an error where they leave hardly any.
ExitCode check_sample(const ScenarioResult& result, double least, Console& console) {
  constexpr double kFew = 0.1;
  if (!result.simulation.weighting) return ExitCode::fine;
  const WeightDiagnostics& sample = result.simulation.weighting->all;
  if (sample.effective_share >= kFew) return ExitCode::fine;
  const std::string text =
      format("{}: the effective sample is {} % of the paths ({} of {})", result.scenario.name,
             fixed_text(100.0 * sample.effective_share, 2), fixed_text(sample.effective_sample_size, 0, true),
             fixed_text(static_cast<double>(sample.paths), 0, true));
  if (sample.effective_share >= least) {
    console.warn(text + ": its errors are larger than those of the other scenarios; more paths help");
    return ExitCode::fine;
  }
  console.error(text + format(", less than {} %: its numbers rest on few paths. Weaken its views or inequalities, or "
                              "accept it with --least-sample",
                              number_text(100.0 * least)));
  return ExitCode::numerical_failure;
}

}  // namespace

ExitCode run_verb(const VerbContext& context) {
  const RunOptions options = run_options(context.command);
  Console& console = context.console;
  Stopwatch watch;
  const std::string started = utc_now();
  const std::string target = options.output_folder.value_or(default_folder(options.input.files));
  const Overwrite overwrite = options.force ? Overwrite::force : Overwrite::never;
  Findings taken;
  check_target(target, overwrite, taken);
  ScenarioBatch input(options.input, taken);
  watch.lap("load");

  const Executor executor(options.threads);
  const std::vector<PreparedScenario> batch = input.bind(BindFor::simulation, executor);
  console.report(input.warnings());
  ManifestInput manifest = run_manifest(input.scenarios(), input.universes(), options.input.calibration_file);
  if (options.input.flow_model != FlowModel::regression)
    manifest.flow_model = flow_model_text(options.input.flow_model);
  watch.lap("calibrate");

  const InterruptFlag interrupt;
  Progress progress("simulate", progress_style(console.environment(), console.quiet()), console.environment().columns,
                    console.err());
  constexpr double kUnits = 1000.0;
  std::size_t finished = 0;
  BatchProgress report;
  report.update = [&](const std::string&, double fraction) {
    progress.update(static_cast<std::uint64_t>(kUnits * (static_cast<double>(finished) + fraction)),
                    static_cast<std::uint64_t>(kUnits * static_cast<double>(batch.size())));
  };
  report.finished = [&](const ScenarioResult&) { ++finished; };
  Findings failures;
  report.failed = [&](const Findings& findings) {
    ++finished;
    failures.append(findings);
  };
  const std::vector<ScenarioResult> results = run_batch(batch, executor, report, &interrupt.raised());
  progress.finish();
  if (results.empty()) throw InputError(failures);
  watch.lap("simulate");

  const RunTables tables = make_tables(results, executor);
  watch.lap("tabulate");
  note_statistics(results, manifest);
  set_runtime(started, executor, watch, manifest);
  write_run(tables, manifest, target, overwrite, executor, {options.write_csv, options.write_workbook});
  watch.lap("write");

  ExitCode code = ExitCode::fine;
  std::string text;
  for (const ScenarioResult& result : results) {
    text += run_summary(result, console.color_on_out()) + "\n";
    if (!thresholds_hold(result)) code = worse(code, ExitCode::answer_is_no);
    code = worse(code, check_sample(result, options.least_sample, console));
  }
  console.data(text);
  if (failures.has_errors()) {
    console.report(failures);
    code = worse(code, ExitCode::bad_input);
  }
  console.note(watch.text());
  console.note(options.write_workbook ? format("workbook: {}/workbook.xlsx", target) : format("results: {}", target));
  return code;
}

}  // namespace ebbtide
