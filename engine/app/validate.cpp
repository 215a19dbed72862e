#include <set>

#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {

ExitCode validate_verb(const VerbContext& context) {
  const ScenarioInput input = scenario_input(context.command);
  UniverseStore universes(input.files, input.data_folder);
  const LoadedInput loaded = load_input(input, universes, context.console);
  if (context.command.has("strict") && loaded.warnings.has_warnings()) {
    context.console.error("there are warnings, and --strict takes them for errors");
    return ExitCode::bad_input;
  }
  std::set<std::string> files;
  for (const LoadedScenario& each : loaded.scenarios) files.insert(each.scenario.file);
  context.console.note(format("fine: {} scenario{} in {} file{}", loaded.scenarios.size(),
                              loaded.scenarios.size() == 1 ? "" : "s", files.size(), files.size() == 1 ? "" : "s"));
  return ExitCode::fine;
}

}  // namespace ebbtide
