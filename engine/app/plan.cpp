#include "app/verbs.h"
#include "core/format.h"
#include "history/history.h"

namespace ebbtide {
namespace {

std::vector<Column> plan_columns() {
  return {{.name = "scenario", .description = "Name of the scenario"},
          {.name = "universe", .description = "Universe it reads"},
          {.name = "as_of", .type = ColumnType::date, .description = "Nothing published later is read"},
          {.name = "week_one", .type = ColumnType::date, .description = "End of the first week simulated"},
          {.name = "weeks", .type = ColumnType::integer, .description = "Horizon"},
          {.name = "paths", .type = ColumnType::integer, .description = "Simulated paths"},
          {.name = "conditions", .type = ColumnType::integer, .description = "Hard conditions"},
          {.name = "events", .type = ColumnType::integer, .description = "Events whose probability is reported"},
          {.name = "baseline", .description = "Scenario that deltas are taken to"},
          {.name = "path_weeks", .type = ColumnType::integer, .description = "Paths times weeks: the work"}};
}

}  // namespace

ExitCode plan_verb(const VerbContext& context) {
  const ScenarioInput input = scenario_input(context.command);
  const TableFormat shape = table_format(context.command);
  UniverseStore universes(input.files, input.data_folder);
  const LoadedInput loaded = load_input(input, universes, context.console);
  Table plan("plan", "What a run would simulate", plan_columns());
  std::uint64_t work = 0;
  for (const LoadedScenario& each : loaded.scenarios) {
    const Scenario& scenario = each.scenario;
    Findings findings;
    const History* history = universes.find(scenario.universe, findings);
    const std::uint64_t path_weeks = scenario.paths * static_cast<std::uint64_t>(scenario.horizon_weeks);
    work += path_weeks;
    plan.append(
        {scenario.name, scenario.universe, scenario.as_of,
         history == nullptr ? Cell{} : Cell{history->as_of(scenario.as_of).week_one()},
         std::int64_t{scenario.horizon_weeks}, static_cast<std::int64_t>(scenario.paths),
         static_cast<std::int64_t>(scenario.conditions.size()), static_cast<std::int64_t>(scenario.events.size()),
         scenario.baseline.has_value() ? Cell{*scenario.baseline} : Cell{}, static_cast<std::int64_t>(path_weeks)});
  }
  context.console.data(table_text(plan, shape));
  context.console.note(format("{} scenarios, {} path-weeks; nothing was written", loaded.scenarios.size(),
                              fixed_text(static_cast<double>(work), 0, true)));
  return ExitCode::fine;
}

}  // namespace ebbtide
