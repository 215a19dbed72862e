// Command lines to verbs, arguments and option values. CLI11 splits the tokens; what it leaves to chance (unknown verbs
// and options, a missing value, numbers, exit codes) is decided here before and after.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/command_spec.h"

namespace ebbtide {

// Everything wrong with a command line, one problem a line in what(). Exit code 2.
class UsageError : public std::runtime_error {
 public:
  // `verb` names the help page that tells more; empty: the program's own.
  explicit UsageError(std::vector<std::string> problems, std::string verb = "");
  const std::vector<std::string>& problems() const { return problems_; }
  const std::string& verb() const { return verb_; }

 private:
  std::vector<std::string> problems_;
  std::string verb_;
};

enum class Request { run_verb, program_help, verb_help, version };

struct ParsedCommand {
  Request request = Request::run_verb;
  std::string verb;  // with verb_help it may be the first word of several verbs: "history"
  std::vector<std::string> arguments;
  std::map<std::string, std::vector<std::string>> options;  // by long name; a switch that is given has one empty value

  bool has(const std::string& option) const { return options.contains(option); }
  // The only value of an option, or `otherwise`.
  std::string value(const std::string& option, const std::string& otherwise = "") const;
  std::vector<std::string> values(const std::string& option) const;
};

// `words` without the program's name. Throws UsageError.
ParsedCommand parse_command(const std::vector<std::string>& words, const std::vector<VerbSpec>& verbs);

}  // namespace ebbtide
