#include <algorithm>

#include "app/scenario_batch.h"
#include "app/verbs.h"

namespace ebbtide {

ExitCode describe_verb(const VerbContext& context) {
  const ScenarioInput input = scenario_input(context.command);
  const TableFormat shape = table_format(context.command);
  const ScenarioBatch batch(input);
  context.console.report(batch.warnings());
  Table values("resolved", "Every value in force and its origin",
               {{.name = "scenario", .description = "Name of the scenario"},
                {.name = "path", .description = "Place of the value in the scenario file"},
                {.name = "value", .description = "The value, as written or as the default says"},
                {.name = "origin", .description = "file:line:column, --set, or default"}});
  for (const LoadedScenario& each : batch.scenarios()) {
    // A baseline that came along was not asked about.
    if (std::find(input.files.begin(), input.files.end(), each.scenario.file) == input.files.end()) continue;
    for (const ResolvedValue& value : each.resolved)
      values.append({each.scenario.name, value.path, value.value, value.origin});
  }
  context.console.data(table_text(values, shape));
  return ExitCode::fine;
}

}  // namespace ebbtide
