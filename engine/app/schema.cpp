#include "scenario/schema.h"

#include "app/verbs.h"

namespace ebbtide {

ExitCode schema_verb(const VerbContext& context) {
  write_output(context.command.value("output", "-"), context.command.has("force"), scenario_schema_text(),
               context.console);
  return ExitCode::fine;
}

}  // namespace ebbtide
