#include <cmath>

#include "app/scenario_batch.h"
#include "app/verbs.h"
#include "core/format.h"
#include "evaluation/scenario_run.h"
#include "evaluation/streaming_check.h"
#include "scenario/keys.h"

namespace ebbtide {
namespace {

// Measured on the shipped scenarios: what the CSV tables and the workbook hold per series and week.
constexpr double kDiskBytesPerSeriesWeek = 2600.0;
constexpr double kMebibyte = 1024.0 * 1024.0;

std::vector<Column> plan_columns() {
  return {
      {.name = "scenario", .description = "Name of the scenario"},
      {.name = "universe", .description = "Universe it reads"},
      {.name = "as_of", .type = ColumnType::date, .description = "Nothing published later is read"},
      {.name = "week_one", .type = ColumnType::date, .description = "End of the first week simulated"},
      {.name = "weeks", .type = ColumnType::integer, .description = "Horizon"},
      {.name = "paths", .type = ColumnType::integer, .description = "Simulated paths"},
      {.name = "conditions", .type = ColumnType::integer, .description = "Conditions on market variables"},
      {.name = "flow_conditions", .type = ColumnType::integer, .description = "Conditions on flows and AUM"},
      {.name = "views", .type = ColumnType::integer, .description = "Views on the distribution"},
      {.name = "events", .type = ColumnType::integer, .description = "Events whose probability is reported"},
      {.name = "baseline", .description = "Scenario that deltas are taken to"},
      {.name = "depth", .description = "Which members have series: total, margins, pairs or cells"},
      {.name = "series", .type = ColumnType::integer, .description = "Series reported, each for every week"},
      {.name = "samples_mib", .type = ColumnType::number, .unit = "MiB", .description = "Samples of all its series"},
      {.name = "statistics",
       .description = "exact: of all samples; streaming: of counts by bin, for more samples than are held"},
      {.name = "passes",
       .type = ColumnType::integer,
       .description = "Times the paths are simulated: so that samples fit in memory, and once to weigh them"},
      {.name = "disk_mib", .type = ColumnType::number, .unit = "MiB", .description = "Files, roughly"}};
}

double tenths(double value) {
  return std::round(10.0 * value) / 10.0;
}

}  // namespace

ExitCode plan_verb(const VerbContext& context) {
  const TableFormat shape = table_format(context.command);
  ScenarioBatch batch(scenario_input(context.command));
  const std::vector<PreparedScenario> prepared = batch.bind(BindFor::inspection, Executor());
  context.console.report(batch.warnings());
  Table plan("plan", "What a run would simulate", plan_columns());
  double path_weeks = 0.0;
  double disk = 0.0;
  for (const PreparedScenario& each : prepared) {
    const Scenario& scenario = each.scenario;
    const std::vector<Series> series = series_of(each.model);
    double columns = 0.0;
    for (const Series& one : series) columns += one.weeks;
    const auto paths = static_cast<double>(scenario.paths);
    const double sample_bytes = columns * paths * sizeof(float);
    SimulationOptions options;
    options.paths = scenario.paths;
    const std::size_t passes = path_passes(each.model, options);
    path_weeks += static_cast<double>(passes) * paths * scenario.horizon_weeks;
    disk += columns * kDiskBytesPerSeriesWeek;
    plan.append({scenario.name, scenario.universe, scenario.as_of, each.model.calibration->week_one,
                 std::int64_t{scenario.horizon_weeks}, static_cast<std::int64_t>(scenario.paths),
                 static_cast<std::int64_t>(scenario.conditions.size()),
                 static_cast<std::int64_t>(scenario.flow_conditions.size()),
                 static_cast<std::int64_t>(scenario.views.size()), static_cast<std::int64_t>(scenario.events.size()),
                 scenario.baseline.has_value() ? Cell{*scenario.baseline} : Cell{},
                 choice_values(Section::scenario, "depth")[static_cast<std::size_t>(scenario.depth)],
                 static_cast<std::int64_t>(series.size()), tenths(sample_bytes / kMebibyte),
                 statistics_mode(each.model, scenario) == StatisticsMode::exact ? std::string("exact")
                                                                                : std::string("streaming"),
                 static_cast<std::int64_t>(passes), tenths(columns * kDiskBytesPerSeriesWeek / kMebibyte)});
  }
  context.console.data(table_text(plan, shape));
  context.console.note(format(
      "{} scenario{}, {} weeks on all paths together, about {} MiB on disk; nothing was written", plan.row_count(),
      plan.row_count() == 1 ? "" : "s", fixed_text(path_weeks, 0, true), fixed_text(disk / kMebibyte, 1)));
  return ExitCode::fine;
}

}  // namespace ebbtide
