#include "app/completion_script.h"

#include <set>

#include "core/format.h"

namespace ebbtide {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string first_word(const VerbSpec& verb) {
  return verb.name.substr(0, verb.name.find(' '));
}

std::string second_word(const VerbSpec& verb) {
  const std::size_t space = verb.name.find(' ');
  return space == std::string::npos ? "" : verb.name.substr(space + 1);
}

std::vector<std::string> first_words(const std::vector<VerbSpec>& verbs) {
  std::vector<std::string> words;
  for (const VerbSpec& verb : verbs) {
    if (words.empty() || words.back() != first_word(verb)) words.push_back(first_word(verb));
  }
  return words;
}

// First words that need a second, with what may follow.
std::vector<std::pair<std::string, std::string>> groups(const std::vector<VerbSpec>& verbs) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const VerbSpec& verb : verbs) {
    if (second_word(verb).empty()) continue;
    if (found.empty() || found.back().first != first_word(verb)) found.emplace_back(first_word(verb), "");
    found.back().second += (found.back().second.empty() ? "" : " ") + second_word(verb);
  }
  return found;
}

std::string bash_candidates(const std::vector<std::string>& choices, Completes completes) {
  if (!choices.empty()) return format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))", joined(choices));
  switch (completes) {
    case Completes::files:
      return "COMPREPLY=($(compgen -f -- \"$current\"))";
    case Completes::folders:
      return "COMPREPLY=($(compgen -d -- \"$current\"))";
    case Completes::nothing:
      break;
  }
  return "COMPREPLY=()";
}

std::string bash_verb_case(const VerbSpec& verb) {
  std::vector<std::string> names;
  std::string values;
  for (const OptionSpec& option : verb.options) {
    names.push_back("--" + option.name);
    if (!option.takes_value()) continue;
    const std::string letter = option.letter == '\0' ? "" : std::string("|-") + option.letter;
    values += format("        --{}{}) {}; return ;;\n", option.name, letter,
                     bash_candidates(option.choices, option.completes));
  }
  std::string text = format("    '{}')\n", verb.name);
  if (!values.empty()) text += "      case \"$previous\" in\n" + values + "      esac\n";
  text += format("      if [[ \"$current\" == -* ]]; then COMPREPLY=($(compgen -W '{}' -- \"$current\")); return; fi\n",
                 joined(names));
  return text + "      " + bash_candidates(verb.argument.choices, verb.argument.completes) + " ;;\n";
}

// Text inside single quotes of zsh's _arguments and fish: neither quotes nor its own separators.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'') continue;
    if (c == '[' || c == ']' || c == ':') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_action(const std::vector<std::string>& choices, Completes completes) {
  if (!choices.empty()) return "(" + joined(choices) + ")";
  if (completes == Completes::files) return "_files";
  return completes == Completes::folders ? "_files -/" : " ";
}

std::string fish_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

std::string bash_completion(const std::vector<VerbSpec>& verbs) {
  std::string text =
      "# Completion for bash: source <(ebbtide completion bash)\n"
      "_ebbtide() {\n"
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" "
      "verb=\"${COMP_WORDS[1]}\"\n"
      "  COMPREPLY=()\n"
      "  if [[ $COMP_CWORD -eq 1 ]]; then\n";
  text += format("    COMPREPLY=($(compgen -W '{} --help --version' -- \"$current\"))\n    return\n  fi\n",
                 joined(first_words(verbs)));
  text += "  case \"$verb\" in\n";
  for (const auto& [first, seconds] : groups(verbs)) {
    text += format(
        "    {})\n      if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W '{}' -- \"$current\")); return; fi\n"
        "      verb=\"$verb ${{COMP_WORDS[2]}}\" ;;\n",
        first, seconds);
  }
  text += "  esac\n  case \"$verb\" in\n";
  for (const VerbSpec& verb : verbs) text += bash_verb_case(verb);
  return text + "  esac\n}\ncomplete -o filenames -F _ebbtide ebbtide\n";
}

std::string zsh_completion(const std::vector<VerbSpec>& verbs) {
  std::string text = "#compdef ebbtide\n# Completion for zsh: source <(ebbtide completion zsh)\n_ebbtide() {\n";
  text +=
      format("  if (( CURRENT == 2 )); then compadd -- {} --help --version; return; fi\n", joined(first_words(verbs)));
  text += "  local verb=\"$words[2]\"\n  integer used=1\n  case \"$verb\" in\n";
  for (const auto& [first, seconds] : groups(verbs)) {
    text +=
        format("    {}) if (( CURRENT == 3 )); then compadd -- {}; return; fi; verb=\"$verb $words[3]\"; used=2 ;;\n",
               first, seconds);
  }
  text += "  esac\n  shift $used words; (( CURRENT -= used ))\n  case \"$verb\" in\n";
  for (const VerbSpec& verb : verbs) {
    text += format("    '{}') _arguments", verb.name);
    for (const OptionSpec& option : verb.options) {
      const std::string repeated = option.repeatable ? "*" : "";
      const std::string value =
          option.takes_value() ? ":" + plain(option.value) + ":" + zsh_action(option.choices, option.completes) : "";
      text += format(" \\\n      '{}--{}[{}]{}'", repeated, option.name, plain(option.help), value);
    }
    if (!verb.argument.name.empty()) {
      text += format(" \\\n      '{}:{}:{}'", verb.argument.repeatable ? "*" : "1", plain(verb.argument.name),
                     zsh_action(verb.argument.choices, verb.argument.completes));
    }
    text += " ;;\n";
  }
  return text + "  esac\n}\ncompdef _ebbtide ebbtide\n";
}

std::string fish_completion(const std::vector<VerbSpec>& verbs) {
  std::string text = "# Completion for fish: ebbtide completion fish | source\ncomplete -c ebbtide -f\n";
  std::set<std::string> named;
  for (const VerbSpec& verb : verbs) {
    const std::string first = first_word(verb);
    const std::string second = second_word(verb);
    std::string condition = "__fish_seen_subcommand_from " + first;
    if (named.insert(first).second) {
      text += format("complete -c ebbtide -n __fish_use_subcommand -a {} -d '{}'\n", first,
                     fish_text(second.empty() ? verb.summary : "see ebbtide " + first + " --help"));
    }
    if (!second.empty()) {
      text += format("complete -c ebbtide -n '{}' -a {} -d '{}'\n", condition, second, fish_text(verb.summary));
      condition += "; and __fish_seen_subcommand_from " + second;
    }
    for (const OptionSpec& option : verb.options) {
      text += format("complete -c ebbtide -n '{}' -l {}", condition, option.name);
      if (option.letter != '\0') text += format(" -s {}", option.letter);
      if (!option.choices.empty()) text += format(" -x -a '{}'", joined(option.choices));
      if (option.choices.empty() && option.takes_value())
        text += option.completes == Completes::nothing ? " -x" : " -r -F";
      text += format(" -d '{}'\n", fish_text(option.help));
    }
    if (!verb.argument.choices.empty()) {
      text += format("complete -c ebbtide -n '{}' -a '{}'\n", condition, joined(verb.argument.choices));
    } else if (verb.argument.completes != Completes::nothing) {
      text += format("complete -c ebbtide -n '{}' -F\n", condition);
    }
  }
  return text;
}

}  // namespace ebbtide
