#include <set>

#include "app/scenario_batch.h"
#include "app/verbs.h"
#include "core/format.h"

namespace ebbtide {

ExitCode validate_verb(const VerbContext& context) {
  ScenarioBatch batch(scenario_input(context.command));
  batch.bind(BindFor::inspection, Executor());
  context.console.report(batch.warnings());
  if (context.command.has("strict") && batch.warnings().has_warnings()) {
    context.console.error("there are warnings, and --strict takes them for errors");
    return ExitCode::bad_input;
  }
  std::set<std::string> files;
  for (const LoadedScenario& each : batch.scenarios()) files.insert(each.scenario.file);
  context.console.note(format("fine: {} scenario{} in {} file{}", batch.scenarios().size(),
                              batch.scenarios().size() == 1 ? "" : "s", files.size(), files.size() == 1 ? "" : "s"));
  return ExitCode::fine;
}

}  // namespace ebbtide
