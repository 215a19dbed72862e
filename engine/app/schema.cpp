#include "scenario/schema.h"

#include "app/verbs.h"
#include "backtest/definition_schema.h"

namespace ebbtide {

ExitCode schema_verb(const VerbContext& context) {
  const std::vector<std::string>& kinds = context.command.arguments;
  const bool of_backtest = !kinds.empty() && kinds.front() == "backtest";
  write_output(context.command.value("output", "-"), context.command.has("force"),
               of_backtest ? backtest_schema_text() : scenario_schema_text(), context.console);
  return ExitCode::fine;
}

}  // namespace ebbtide
