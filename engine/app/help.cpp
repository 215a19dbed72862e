#include "app/help.h"

#include <algorithm>
#include <sstream>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr std::size_t kWidth = 100;

// Words filled into lines of kWidth, all but the first indented.
std::string filled(const std::string& text, std::size_t indent) {
  std::istringstream words(text);
  std::string result;
  std::size_t column = indent;
  for (std::string word; words >> word;) {
    if (column > indent && column + 1 + word.size() > kWidth) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
  }
  return result;
}

struct Row {
  std::string term;
  std::string meaning;
};

std::string rows_text(const std::vector<Row>& rows) {
  std::size_t widest = 0;
  for (const Row& row : rows) widest = std::max(widest, row.term.size());
  std::string text;
  for (const Row& row : rows) text += format("  {:<{}}  {}\n", row.term, widest, filled(row.meaning, widest + 4));
  return text;
}

std::string option_term(const OptionSpec& option) {
  std::string term = option.letter == '\0' ? "    " : std::string("-") + option.letter + ", ";
  term += "--" + option.name;
  if (!option.choices.empty()) {
    std::string choices;
    for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : "|") + choice;
    return term + " " + choices;
  }
  return option.takes_value() ? term + " " + option.value : term;
}

}  // namespace

std::string program_help(const std::vector<VerbSpec>& verbs) {
  std::vector<Row> verb_rows;
  verb_rows.reserve(verbs.size());
  for (const VerbSpec& verb : verbs) verb_rows.push_back({verb.name, verb.summary});
  return "What happens to digital-asset fund flows and assets under management when the macro picture moves.\n\n"
         "Usage: ebbtide VERB [OPTION...] [ARGUMENT...]\n\nVerbs:\n" +
         rows_text(verb_rows) +
         "\n'ebbtide VERB --help' tells more about one of them; 'ebbtide --version' prints the version.\n\nExit "
         "codes:\n" +
         rows_text({{"0", "fine"},
                    {"1", "it ran, and the answer is no: a threshold is broken"},
                    {"2", "bad usage or input"},
                    {"3", "a file or resource failed"},
                    {"4", "numerical failure"},
                    {"5", "nothing to do: no scenario matched"},
                    {"70", "internal error"},
                    {"130, 143", "ended by SIGINT, SIGTERM"}}) +
         "\nEnvironment:\n" +
         rows_text({{"NO_COLOR", "any text: no colour"},
                    {"CLICOLOR_FORCE", "any text but 0: colour without a terminal"},
                    {"CI", "any text: plain lines instead of a progress bar"}});
}

std::string verb_help(const VerbSpec& verb) {
  std::string usage = "Usage: ebbtide " + verb.name + " [OPTION...]";
  if (!verb.argument.name.empty()) {
    const std::string argument = verb.argument.name + (verb.argument.repeatable ? "..." : "");
    usage += " " + (verb.argument.optional ? "[" + argument + "]" : argument);
  }
  std::string text = verb.summary + ".\n\n" + usage + "\n";
  if (!verb.about.empty()) text += "\n" + filled(verb.about, 0) + "\n";
  if (!verb.argument.name.empty()) text += "\nArguments:\n" + rows_text({{verb.argument.name, verb.argument.help}});
  std::vector<Row> options;
  for (const OptionSpec& option : verb.options) options.push_back({option_term(option), option.help});
  text += "\nOptions:\n" + rows_text(options);
  text += "\nExamples:\n";
  for (const std::string& example : verb.examples) text += "  " + example + "\n";
  return text;
}

}  // namespace ebbtide
