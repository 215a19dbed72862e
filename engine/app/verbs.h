// The verbs: each a thin function in a file of its own, from a parsed command line to an exit code.
#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/options.h"
#include "app/parse.h"

namespace ebbtide {

struct VerbContext {
  const ParsedCommand& command;
  Console& console;
};

ExitCode run_verb(const VerbContext& context);
ExitCode compare_verb(const VerbContext& context);
ExitCode reverse_verb(const VerbContext& context);
ExitCode calibrate_verb(const VerbContext& context);
ExitCode backtest_verb(const VerbContext& context);
ExitCode explain_verb(const VerbContext& context);
ExitCode validate_verb(const VerbContext& context);
ExitCode plan_verb(const VerbContext& context);
ExitCode describe_verb(const VerbContext& context);
ExitCode history_check_verb(const VerbContext& context);
ExitCode history_show_verb(const VerbContext& context);
ExitCode history_new_verb(const VerbContext& context);
ExitCode schema_verb(const VerbContext& context);
ExitCode completion_verb(const VerbContext& context);
ExitCode version_verb(const VerbContext& context);

// What write_output would refuse, told before the work: a folder in its place, an existing file without `force`
// (UsageError), a folder that is not there (IoError).
void check_output(const std::string& file, bool force);

// Text to a file, or to standard output for "-". An existing file needs `force`; it is replaced whole or not at all.
void write_output(const std::string& file, bool force, const std::string& text, Console& console);

}  // namespace ebbtide
