// The verbs and their options as one table: parsing, help, did-you-mean and shell completion all come from it.
#pragma once

#include <string>
#include <vector>

namespace ebbtide {

enum class Completes { nothing, files, folders };

struct OptionSpec {
  std::string name = {};                  // "output"
  char letter = '\0';                     // 'o', or none
  std::string value = {};                 // what the value is: "FOLDER"; empty for a switch
  std::vector<std::string> choices = {};  // the values allowed; empty: any
  std::string help = {};
  bool repeatable = false;
  Completes completes = Completes::nothing;

  bool takes_value() const { return !value.empty(); }
};

// The arguments of a verb that are not options.
struct ArgumentSpec {
  std::string name = {};  // "FILE"; empty: the verb takes none
  std::string help = {};
  std::vector<std::string> choices = {};
  bool repeatable = false;
  Completes completes = Completes::nothing;
  bool optional = false;  // may be left out
};

struct VerbSpec {
  std::string name = {};       // "run", "history check"
  std::string summary = {};    // one line
  std::string about = {};      // a paragraph
  ArgumentSpec argument = {};  // required when it has a name and is not optional
  std::vector<OptionSpec> options = {};
  std::vector<std::string> examples = {};

  // By "output" or "o"; nullptr when there is none.
  const OptionSpec* find(const std::string& name_or_letter) const;
};

VerbSpec run_verb_spec();
VerbSpec compare_verb_spec();
VerbSpec reverse_verb_spec();
VerbSpec calibrate_verb_spec();
VerbSpec backtest_verb_spec();
VerbSpec explain_verb_spec();

// Every verb that works, in the order of help.
std::vector<VerbSpec> verb_specs();

}  // namespace ebbtide
