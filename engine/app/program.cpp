#include "app/program.h"

#include <exception>
#include <functional>
#include <map>
#include <new>

#include "app/command_spec.h"
#include "app/help.h"
#include "app/interrupt.h"
#include "app/verbs.h"
#include "core/build_info.h"
#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "report/sarif.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using Verb = std::function<ExitCode(const VerbContext&)>;

ExitCode dispatch(const VerbContext& context) {
  static const std::map<std::string, Verb> kVerbs = {
      {"run", run_verb},
      {"compare", compare_verb},
      {"reverse", reverse_verb},
      {"calibrate", calibrate_verb},
      {"backtest", backtest_verb},
      {"explain", explain_verb},
      {"validate", validate_verb},
      {"plan", plan_verb},
      {"describe", describe_verb},
      {"history check", history_check_verb},
      {"history show", history_show_verb},
      {"history new", history_new_verb},
      {"schema", schema_verb},
      {"completion", completion_verb},
      {"version", version_verb},
  };
  const auto verb = kVerbs.find(context.command.verb);
  EBBTIDE_REQUIRE(verb != kVerbs.end());
  return verb->second(context);
}

ExitCode carry_out(const ParsedCommand& command, const std::vector<VerbSpec>& verbs, Console& console) {
  switch (command.request) {
    case Request::program_help:
      console.data(program_help(verbs));
      return ExitCode::fine;
    case Request::version:
      console.data(format("ebbtide {}\n", build_info().version));
      return ExitCode::fine;
    case Request::verb_help: {
      std::string between;
      for (const VerbSpec& verb : verbs) {
        if (verb.name != command.verb && !verb.name.starts_with(command.verb + " ")) continue;
        console.data(between + verb_help(verb));
        between = "\n";
      }
      return ExitCode::fine;
    }
    case Request::run_verb:
      return dispatch({command, console});
  }
  throw InternalError("a request without an answer");
}

void report_usage(const UsageError& error, Console& console) {
  for (const std::string& problem : error.problems()) console.error(problem);
  console.error(format("see: ebbtide {}{}--help", error.verb(), error.verb().empty() ? "" : " "));
}

// Runs `work` and turns what it throws into a message and an exit code.
ExitCode guarded(Console& console, const std::function<ExitCode()>& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    report_usage(error, console);
    return ExitCode::bad_input;
  } catch (const InputError& error) {
    console.report(error.findings());
    return ExitCode::bad_input;
  } catch (const NothingToDo& error) {
    console.error(error.what());
    return ExitCode::nothing_to_do;
  } catch (const IoError& error) {
    console.error(error.what());
    return ExitCode::io_failure;
  } catch (const std::bad_alloc&) {
    console.error("out of memory: fewer paths or fewer scenarios at a time need less");
    return ExitCode::io_failure;
  } catch (const NumericalError& error) {
    console.error(error.what());
    return ExitCode::numerical_failure;
  } catch (const Interrupted&) {
    console.error("interrupted; nothing incomplete was left behind");
    const ExitCode code = interrupt_code();
    return code == ExitCode::fine ? ExitCode::interrupted : code;
  } catch (const std::exception& error) {
    console.error(format("internal error: {}", error.what()));
    return ExitCode::internal_error;
  }
}

}  // namespace

ExitCode run_program(const std::vector<std::string>& words, const Environment& environment, const Sink& out,
                     const Sink& err) {
  const std::vector<VerbSpec> verbs = verb_specs();
  Console before_parsing(out, err, environment, {});
  ParsedCommand command;
  const ExitCode parsed = guarded(before_parsing, [&] {
    if (words.empty()) before_parsing.note(program_help(verbs));
    command = parse_command(words, verbs);
    return ExitCode::fine;
  });
  if (parsed != ExitCode::fine) return parsed;
  Console console(out, err, environment, console_settings(command));
  const ExitCode code = guarded(console, [&] { return carry_out(command, verbs, console); });
  if (command.request != Request::run_verb || !command.has("sarif")) return code;
  const ExitCode written = guarded(console, [&] {
    write_file(command.value("sarif"), sarif_text(console.reported()));
    return ExitCode::fine;
  });
  return written == ExitCode::fine ? code : written;
}

}  // namespace ebbtide
