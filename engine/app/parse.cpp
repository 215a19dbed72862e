#include "app/parse.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/finding.h"
#include "core/format.h"

namespace ebbtide {
namespace {

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string with_suggestion(const std::string& problem, const std::string& name,
                            const std::vector<std::string>& known) {
  const std::string suggestion = did_you_mean(name, known);
  return suggestion.empty() ? problem : problem + "; " + suggestion;
}

// "history check" has two words; the first of them alone is a group.
struct VerbChoice {
  const VerbSpec* verb = nullptr;
  std::size_t words_used = 0;
};

VerbChoice choose_verb(const std::vector<std::string>& words, const std::vector<VerbSpec>& verbs) {
  std::vector<std::string> first_words;
  std::vector<std::string> second_words;
  for (const VerbSpec& verb : verbs) {
    const std::size_t space = verb.name.find(' ');
    const std::string first = verb.name.substr(0, space);
    first_words.push_back(first);
    if (first != words[0]) continue;
    if (space == std::string::npos) return {&verb, 1};
    second_words.push_back(verb.name.substr(space + 1));
    if (words.size() > 1 && words[1] == second_words.back()) return {&verb, 2};
  }
  if (second_words.empty()) {
    throw UsageError({with_suggestion(format("unknown verb '{}'", words[0]), words[0], first_words)});
  }
  const std::string expected = "expected one of: " + joined(second_words, ", ");
  if (words.size() < 2 || words[1].starts_with('-'))
    throw UsageError({format("{} needs a second word; {}", words[0], expected)});
  throw UsageError(
      {with_suggestion(format("unknown verb '{} {}'; {}", words[0], words[1], expected), words[1], second_words)});
}

bool is_group(const std::string& word, const std::vector<VerbSpec>& verbs) {
  return std::any_of(verbs.begin(), verbs.end(),
                     [&](const VerbSpec& verb) { return verb.name.starts_with(word + " "); });
}

// Turns the words after the verb into "--name=value", "--name" and arguments, and notes what is wrong on the way.
class Normaliser {
 public:
  explicit Normaliser(const VerbSpec& verb) : verb_(verb) {}

  void take(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "--") {
        arguments_.insert(arguments_.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
        return;
      }
      const bool has_next = i + 1 < words.size();
      const std::string* next = has_next ? &words[i + 1] : nullptr;
      bool used_next = false;
      if (word.starts_with("--")) {
        used_next = take_long(word, next);
      } else if (word.starts_with('-') && word != "-") {
        used_next = take_letters(word, next);
      } else {
        arguments_.push_back(word);
      }
      if (used_next) ++i;
    }
  }

  const std::vector<std::string>& options() const { return options_; }
  const std::vector<std::string>& arguments() const { return arguments_; }
  std::vector<std::string>& problems() { return problems_; }

 private:
  bool take_long(const std::string& word, const std::string* next) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const OptionSpec* option = name.size() > 1 ? verb_.find(name) : nullptr;
    if (option == nullptr) {
      unknown(word.substr(0, equals), name);
      return false;
    }
    std::optional<std::string> value;
    if (equals != std::string::npos) value = word.substr(equals + 1);
    return take_option(*option, value, next);
  }

  bool take_letters(const std::string& word, const std::string* next) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const std::string letter(1, word[i]);
      const OptionSpec* option = verb_.find(letter);
      if (option == nullptr) {
        unknown("-" + letter, word.substr(1));
        return false;
      }
      if (!option->takes_value()) {
        take_option(*option, std::nullopt, nullptr);
        continue;
      }
      std::optional<std::string> value;
      if (i + 1 < word.size()) value = word.substr(i + (word[i + 1] == '=' ? 2 : 1));
      return take_option(*option, value, next);
    }
    return false;
  }

  // True when the next word was the option's value.
  bool take_option(const OptionSpec& option, std::optional<std::string> value, const std::string* next) {
    if (!seen_.insert(option.name).second && !option.repeatable) {
      problems_.push_back(format("option --{} is given twice", option.name));
    }
    if (!option.takes_value()) {
      if (value.has_value()) problems_.push_back(format("option --{} takes no value", option.name));
      options_.push_back("--" + option.name);
      return false;
    }
    const bool use_next = !value.has_value() && next != nullptr;
    if (use_next) value = *next;
    if (!value.has_value() || value->empty() || (use_next && is_option(*next))) {
      problems_.push_back(format("option --{} needs a value: {}", option.name, option.value));
      return false;
    }
    if (!option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), *value) == option.choices.end()) {
      problems_.push_back(with_suggestion(
          format("option --{} cannot be '{}'; expected one of: {}", option.name, *value, joined(option.choices, ", ")),
          *value, option.choices));
    }
    options_.push_back("--" + option.name + "=" + *value);
    return use_next;
  }

  bool is_option(const std::string& word) const {
    return word.starts_with("--") ? verb_.find(word.substr(2, word.find('=') - 2)) != nullptr
                                  : word.size() == 2 && word[0] == '-' && verb_.find(word.substr(1)) != nullptr;
  }

  void unknown(const std::string& shown, const std::string& name) {
    std::vector<std::string> known;
    for (const OptionSpec& option : verb_.options) known.push_back(option.name);
    std::string suggestion = nearest_name(name, known);
    // The beginning of exactly one name is near enough too.
    const auto begins = [&name](const std::string& other) { return !name.empty() && other.starts_with(name); };
    if (suggestion.empty() && std::count_if(known.begin(), known.end(), begins) == 1) {
      suggestion = *std::find_if(known.begin(), known.end(), begins);
    }
    const std::string hint = suggestion.empty() ? "" : "; did you mean '--" + suggestion + "'?";
    problems_.push_back(format("unknown option '{}'{}", shown, hint));
  }

  const VerbSpec& verb_;
  std::vector<std::string> options_;
  std::vector<std::string> arguments_;
  std::vector<std::string> problems_;
  std::set<std::string> seen_;
};

void check_arguments(const VerbSpec& verb, Normaliser& words) {
  const std::vector<std::string>& given = words.arguments();
  const ArgumentSpec& wanted = verb.argument;
  if (wanted.name.empty()) {
    for (const std::string& word : given)
      words.problems().push_back(format("'{}' takes no argument '{}'", verb.name, word));
    return;
  }
  if (given.empty() && !wanted.optional)
    words.problems().push_back(format("'{}' needs {}: {}", verb.name, wanted.name, wanted.help));
  if (given.size() > 1 && !wanted.repeatable) {
    words.problems().push_back(format("'{}' takes one {}, not also '{}'", verb.name, wanted.name, given[1]));
  }
  for (const std::string& word : given) {
    if (word.empty()) words.problems().push_back(format("an empty {} was given", wanted.name));
    if (wanted.choices.empty() || std::find(wanted.choices.begin(), wanted.choices.end(), word) != wanted.choices.end())
      continue;
    words.problems().push_back(
        with_suggestion(format("'{}' is no {}; expected one of: {}", word, wanted.name, joined(wanted.choices, ", ")),
                        word, wanted.choices));
  }
}

// The checked words through CLI11. What it still objects to is a usage error like any other.
ParsedCommand parse_checked(const VerbSpec& verb, const Normaliser& words) {
  CLI::App app(verb.summary, verb.name);
  app.set_help_flag();
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, CLI::Option*> options;
  std::map<std::string, bool> switches;
  for (const OptionSpec& option : verb.options) {
    const std::string name = "--" + option.name;
    options[option.name] = option.takes_value() ? app.add_option(name, values[option.name], option.help)
                                                      ->expected(1)
                                                      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                                                : app.add_flag(name, switches[option.name], option.help);
  }
  std::vector<std::string> reversed(words.options().rbegin(), words.options().rend());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    throw UsageError({error.what()}, verb.name);
  }
  ParsedCommand command;
  command.verb = verb.name;
  command.arguments = words.arguments();
  for (const auto& [name, option] : options) {
    if (option->count() > 0)
      command.options[name] = values.contains(name) ? values[name] : std::vector<std::string>{""};
  }
  return command;
}

}  // namespace

UsageError::UsageError(std::vector<std::string> problems, std::string verb)
    : std::runtime_error(joined(problems, "\n")), problems_(std::move(problems)), verb_(std::move(verb)) {}

std::string ParsedCommand::value(const std::string& option, const std::string& otherwise) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? otherwise : found->second.back();
}

std::vector<std::string> ParsedCommand::values(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>{} : found->second;
}

ParsedCommand parse_command(const std::vector<std::string>& words, const std::vector<VerbSpec>& verbs) {
  if (words.empty()) throw UsageError({"a verb is needed"});
  ParsedCommand command;
  if (words[0] == "--help" || words[0] == "-h") {
    command.request = Request::program_help;
    return command;
  }
  if (words[0] == "--version") {
    command.request = Request::version;
    return command;
  }
  if (words[0].starts_with('-')) {
    throw UsageError({format("a verb comes before '{}': ebbtide VERB [OPTION...]", words[0])});
  }
  if (words.size() > 1 && (words[1] == "--help" || words[1] == "-h") && is_group(words[0], verbs)) {
    command.request = Request::verb_help;
    command.verb = words[0];
    return command;
  }
  const VerbChoice choice = choose_verb(words, verbs);
  const std::vector<std::string> rest(words.begin() + static_cast<std::ptrdiff_t>(choice.words_used), words.end());
  const auto end_of_options = std::find(rest.begin(), rest.end(), "--");
  if (std::any_of(rest.begin(), end_of_options,
                  [](const std::string& word) { return word == "--help" || word == "-h"; })) {
    command.request = Request::verb_help;
    command.verb = choice.verb->name;
    return command;
  }
  Normaliser normaliser(*choice.verb);
  normaliser.take(rest);
  check_arguments(*choice.verb, normaliser);
  if (!normaliser.problems().empty()) throw UsageError(normaliser.problems(), choice.verb->name);
  return parse_checked(*choice.verb, normaliser);
}

}  // namespace ebbtide
