#include "app/options.h"

#include <algorithm>
#include <filesystem>

#include "backtest/definition.h"
#include "core/format.h"
#include "scenario/parse_scenario.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kMostThreads = 1024;

std::optional<std::string> given(const ParsedCommand& command, const std::string& option) {
  if (!command.has(option)) return std::nullopt;
  return command.value(option);
}

// A whole number option as text for an override; the scenario's own checks then bound it.
void add_number_override(const ParsedCommand& command, const std::string& option, ScenarioInput& input,
                         std::vector<std::string>& problems) {
  if (!command.has(option)) return;
  const std::string text = command.value(option);
  if (!parse_unsigned(text).has_value()) {
    problems.push_back(format(
        "option --{} needs a whole number from 0 to 18446744073709551615 in plain digits, not '{}'", option, text));
  }
  input.overrides.emplace_back(option, text);
}

// A folder stands for its *.yaml. A pattern that the shell could not match arrives as it was typed.
std::vector<std::string> expanded_files(const std::vector<std::string>& arguments, std::vector<std::string>& problems) {
  std::vector<std::string> files;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (argument == "-") {
      problems.emplace_back(
          "a scenario cannot come from standard input: its universe and parents are found beside its file");
    } else if (std::filesystem::is_directory(argument, error)) {
      std::vector<std::string> inside;
      for (const auto& entry : std::filesystem::directory_iterator(argument, error)) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".yaml" || extension == ".yml") inside.push_back(entry.path().string());
      }
      std::sort(inside.begin(), inside.end());
      files.insert(files.end(), inside.begin(), inside.end());
    } else if (argument.find_first_of("*?[") == std::string::npos || std::filesystem::exists(argument, error)) {
      files.push_back(argument);
    }
  }
  return files;
}

// A share in percent; nothing, after a problem, when it is none or outside the ends.
std::optional<double> share_option(const ParsedCommand& command, const std::string& option, const std::string& example,
                                   std::vector<std::string>& problems) {
  std::string why;
  const std::optional<Quantity> share = parse_quantity(command.value(option), why);
  if (share && share->unit == Unit::percent && share->value >= 0.0 && share->value <= 100.0) return 0.01 * share->value;
  problems.push_back(
      format("option --{} needs a share such as '{}', not '{}'", option, example, command.value(option)));
  return std::nullopt;
}

double least_sample_option(const ParsedCommand& command, std::vector<std::string>& problems) {
  constexpr double kLeast = 0.01;
  if (!command.has("least-sample")) return kLeast;
  return share_option(command, "least-sample", "0.5 %", problems).value_or(kLeast);
}

int threads_option(const ParsedCommand& command, std::vector<std::string>& problems) {
  if (!command.has("threads")) return 0;
  const std::optional<std::uint64_t> threads = parse_unsigned(command.value("threads"));
  if (threads.has_value() && *threads >= 1 && *threads <= kMostThreads) return static_cast<int>(*threads);
  problems.push_back(
      format("option --threads needs a whole number from 1 to {}, not '{}'", kMostThreads, command.value("threads")));
  return 0;
}

// A whole number between two ends; the lower end, after a problem, when it is none.
std::uint64_t whole_option(const ParsedCommand& command, const std::string& option, std::uint64_t least,
                           std::uint64_t most, std::vector<std::string>& problems) {
  const std::optional<std::uint64_t> value = parse_unsigned(command.value(option));
  if (value && *value >= least && *value <= most) return *value;
  problems.push_back(format("option --{} needs a whole number from {} to {} in plain digits, not '{}'", option, least,
                            most, command.value(option)));
  return least;
}

// A number that is not negative; the value stays as it was when it is none.
void size_option(const ParsedCommand& command, const std::string& option, double& value,
                 std::vector<std::string>& problems) {
  if (!command.has(option)) return;
  const std::optional<double> size = parse_number(command.value(option));
  if (size && *size >= 0.0) {
    value = *size;
  } else {
    problems.push_back(format("option --{} needs a number, zero or more, such as {}, not '{}'", option,
                              number_text(value), command.value(option)));
  }
}

// "results/a/" is the folder results/a.
std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

FlowModel flow_model_option(const ParsedCommand& command, std::vector<std::string>& problems) {
  if (!command.has("flow-model")) return FlowModel::regression;
  if (command.has("calibration")) problems.emplace_back("options --flow-model and --calibration exclude each other");
  return command.value("flow-model") == flow_model_text(FlowModel::ar1_t) ? FlowModel::ar1_t : FlowModel::regression;
}

ScenarioInput scenario_input(const ParsedCommand& command, std::vector<std::string>& problems) {
  ScenarioInput input;
  input.files = expanded_files(command.arguments, problems);
  input.data_folder = given(command, "data");
  input.calibration_file = given(command, "calibration");
  input.flow_model = flow_model_option(command, problems);
  for (const std::string& assignment : command.values("set")) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      problems.push_back(format("option --set needs PATH=VALUE, not '{}'", assignment));
      continue;
    }
    input.overrides.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
  }
  add_number_override(command, "paths", input, problems);
  add_number_override(command, "seed", input, problems);
  return input;
}

void finish(const ParsedCommand& command, const ScenarioInput& input, const std::vector<std::string>& problems) {
  if (!problems.empty()) throw UsageError(problems, command.verb);
  if (input.files.empty()) throw NothingToDo("no scenario file matches " + command.arguments.front());
}

}  // namespace

ConsoleSettings console_settings(const ParsedCommand& command) {
  ConsoleSettings settings;
  settings.quiet = command.has("quiet");
  const std::string color = command.value("color", "auto");
  if (color == "always") settings.color = ColorChoice::always;
  if (color == "never") settings.color = ColorChoice::never;
  return settings;
}

ScenarioInput scenario_input(const ParsedCommand& command) {
  std::vector<std::string> problems;
  ScenarioInput input = scenario_input(command, problems);
  finish(command, input, problems);
  return input;
}

RunOptions run_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  RunOptions options;
  options.input = scenario_input(command, problems);
  options.output_folder = given(command, "output");
  options.force = command.has("force");
  options.input.exact_quantiles = command.has("exact-quantiles");
  options.threads = threads_option(command, problems);
  options.least_sample = least_sample_option(command, problems);
  if (options.output_folder == "-") problems.emplace_back("option --output needs a folder: a run is several files");
  if (const std::vector<std::string> formats = command.values("format"); !formats.empty()) {
    options.write_csv = std::find(formats.begin(), formats.end(), "csv") != formats.end();
    options.write_workbook = std::find(formats.begin(), formats.end(), "xlsx") != formats.end();
  }
  finish(command, options.input, problems);
  return options;
}

ReverseOptions reverse_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  ReverseOptions options;
  options.input = scenario_input(command, problems);
  options.event = command.value("event");
  if (options.event.empty())
    problems.emplace_back("option --event is missing: the name of one of the scenario's events");
  if (!command.has("probability")) {
    problems.emplace_back("option --probability is missing, such as '50 %'");
  } else if (const auto share = share_option(command, "probability", "50 %", problems)) {
    options.probability = *share;
    if (*share <= 0.0 || *share >= 1.0) problems.emplace_back("option --probability lies between 0 % and 100 %");
  }
  options.carriers = command.values("carrier");
  options.output_file = given(command, "output").value_or("-");
  options.force = command.has("force");
  options.threads = threads_option(command, problems);
  finish(command, options.input, problems);
  return options;
}

CalibrateOptions calibrate_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  CalibrateOptions options;
  options.input = scenario_input(command, problems);
  options.output_file = command.value("output", "-");
  options.force = command.has("force");
  options.threads = threads_option(command, problems);
  finish(command, options.input, problems);
  return options;
}

BacktestVerbOptions backtest_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  BacktestVerbOptions options;
  options.file = command.arguments.front();
  options.output_folder = given(command, "output");
  options.data_folder = given(command, "data");
  options.force = command.has("force");
  options.threads = threads_option(command, problems);
  options.origin_weeks = command.has("origin-weeks");
  options.baseline_file = given(command, "baseline");
  options.baseline_reason = given(command, "reason");
  const bool updates = command.has("update-baseline");
  if (updates != options.baseline_reason.has_value())
    problems.emplace_back("options --update-baseline and --reason go together: the file says why its scores moved");
  if (updates && options.baseline_reason && options.baseline_reason->empty())
    problems.emplace_back("option --reason needs a text");
  if (options.output_folder == "-")
    problems.emplace_back("option --output needs a folder: a backtest is several files");
  if (command.has("paths"))
    options.paths = whole_option(command, "paths", kFewestBacktestPaths, kMostBacktestPaths, problems);
  if (!problems.empty()) throw UsageError(problems, command.verb);
  return options;
}

ExplainVerbOptions explain_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  ExplainVerbOptions options;
  for (const std::string& word : command.arguments) {
    if (const std::optional<Date> date = parse_date(word)) {
      options.weeks.push_back(*date);
    } else {
      problems.push_back(format("'{}' is no date such as 2026-01-23", word));
    }
  }
  options.weeks_file = given(command, "weeks");
  options.universes = command.values("universe");
  if (command.arguments.empty() && !options.weeks_file)
    problems.emplace_back("'explain' needs DATE, the Friday that ends a past week, or --weeks FILE");
  if (options.weeks_file && (!command.arguments.empty() || !options.universes.empty()))
    problems.emplace_back("option --weeks goes without DATE and --universe: the list names both");
  options.data_folder = given(command, "data");
  options.output_folder = given(command, "output");
  if (options.output_folder == "-")
    problems.emplace_back("option --output needs a folder: an explanation is several files");
  options.force = command.has("force");
  options.threads = threads_option(command, problems);
  if (command.has("paths"))
    options.explain.paths = whole_option(command, "paths", kFewestBacktestPaths, kMostBacktestPaths, problems);
  if (command.has("seed")) options.explain.seed = whole_option(command, "seed", 0, UINT64_MAX, problems);
  if (!problems.empty()) throw UsageError(problems, command.verb);
  return options;
}

HistoryOptions history_options(const ParsedCommand& command) {
  const std::filesystem::path argument = command.arguments.front();
  HistoryOptions options;
  options.strict = command.has("strict");
  options.weeks = command.has("weeks");
  if (command.has("data")) {
    const std::filesystem::path data = command.value("data");
    options.universe_folder = (data / "universes" / argument).generic_string();
    options.market_folder = (data / "market").generic_string();
  } else {
    // scenarios/universes/NAME has its market in scenarios/market; a final '/' is no further folder.
    const std::filesystem::path folder = argument.has_filename() ? argument : argument.parent_path();
    options.universe_folder = folder.generic_string();
    options.market_folder = (folder / ".." / ".." / "market").lexically_normal().generic_string();
  }
  return options;
}

HistoryNewOptions history_new_options(const ParsedCommand& command) {
  HistoryNewOptions options;
  options.name = command.arguments.front();
  if (!is_scenario_name(options.name)) {
    throw UsageError({format("'{}' cannot name a universe; expected lower-case letters, digits and '-'", options.name)},
                     command.verb);
  }
  const std::filesystem::path universes = command.value("output", "scenarios/universes");
  options.universe_folder = (universes / options.name).generic_string();
  options.market_folder = (universes / ".." / "market").lexically_normal().generic_string();
  return options;
}

CompareOptions compare_options(const ParsedCommand& command) {
  std::vector<std::string> problems;
  CompareOptions options;
  if (command.arguments.size() != 2) {
    problems.push_back(format("compare takes two results folders, not {}", command.arguments.size()));
  } else {
    options.first = without_slash(command.arguments[0]);
    options.second = without_slash(command.arguments[1]);
  }
  options.output_folder = given(command, "output");
  options.force = command.has("force");
  size_option(command, "tolerance", options.settings.relative_tolerance, problems);
  size_option(command, "absolute", options.settings.absolute_tolerance, problems);
  size_option(command, "noise", options.settings.noise_factor, problems);
  for (const std::string& pair : command.values("pair")) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
      problems.push_back(format("option --pair needs FIRST=SECOND, two names of scenarios, not '{}'", pair));
      continue;
    }
    options.pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  if (!problems.empty()) throw UsageError(problems, command.verb);
  return options;
}

TableFormat table_format(const ParsedCommand& command) {
  const std::string name = command.value("format", "table");
  if (name == "csv") return TableFormat::csv;
  if (name == "json") return TableFormat::json;
  if (name == "md") return TableFormat::markdown;
  return TableFormat::aligned;
}

}  // namespace ebbtide
