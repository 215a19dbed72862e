#include "app/verbs.h"
#include "core/error.h"
#include "core/format.h"
#include "history/check.h"
#include "history/load.h"

namespace ebbtide {
namespace {

// Throws InputError when it does not load; warnings go to `findings`.
History loaded_history(const HistoryOptions& options, Findings& findings) {
  std::optional<History> history = load_history(options.universe_folder, options.market_folder, findings);
  if (!history.has_value()) throw InputError(findings);
  return *std::move(history);
}

}  // namespace

ExitCode history_check_verb(const VerbContext& context) {
  const HistoryOptions options = history_options(context.command);
  Findings findings;
  const History history = loaded_history(options, findings);
  findings.append(check_history(history, options.universe_folder));
  context.console.report(findings);
  if (findings.has_errors() || (options.strict && findings.has_warnings())) return ExitCode::bad_input;
  context.console.note(format("fine: {} flow rows, {} AUM rows, market weeks {} to {}", history.flows().size(),
                              history.aum().size(), date_text(history.first_market_week()),
                              date_text(history.last_market_week())));
  return ExitCode::fine;
}

ExitCode history_show_verb(const VerbContext& context) {
  const HistoryOptions options = history_options(context.command);
  const TableFormat shape = table_format(context.command);
  Findings findings;
  const History history = loaded_history(options, findings);
  context.console.report(findings);
  context.console.data(table_text(options.weeks ? weeks_table(history) : coverage_table(history), shape));
  return ExitCode::fine;
}

}  // namespace ebbtide
