#include "app/command_spec.h"

#include <utility>

namespace ebbtide {
namespace {

OptionSpec help_option() {
  return {.name = "help", .letter = 'h', .help = "Print this help"};
}
OptionSpec quiet_option() {
  return {.name = "quiet", .letter = 'q', .help = "No progress and no notes on standard error"};
}
OptionSpec color_option() {
  return {.name = "color",
          .value = "WHEN",
          .choices = {"auto", "always", "never"},
          .help = "Colour; auto: on a terminal, unless NO_COLOR is set"};
}
OptionSpec data_option(const std::string& normally = "that of the scenario file") {
  return {.name = "data",
          .letter = 'd',
          .value = "FOLDER",
          .help = "Folder that holds universes/ and market/ (default: " + normally + ")",
          .completes = Completes::folders};
}
OptionSpec calibration_option() {
  return {.name = "calibration",
          .letter = 'c',
          .value = "FILE",
          .help = "Use this calibration.json instead of calibrating",
          .completes = Completes::files};
}
OptionSpec flow_model_option() {
  return {.name = "flow-model",
          .value = "NAME",
          .choices = {"regression", "ar1_t"},
          .help = "Law of the total's flow (default: regression)"};
}
OptionSpec set_option() {
  return {.name = "set",
          .letter = 's',
          .value = "PATH=VALUE",
          .help = "Override a value of every scenario: --set 'conditions[0].change[0]=+25 bp'",
          .repeatable = true};
}
OptionSpec paths_option() {
  return {.name = "paths", .letter = 'n', .value = "N", .help = "Paths of every scenario; as --set paths=N"};
}
OptionSpec seed_option() {
  return {.name = "seed", .value = "N", .help = "Seed of every scenario; as --set seed=N"};
}
OptionSpec output_folder_option(const std::string& normally = "results/ and the name of the scenario or batch") {
  return {.name = "output",
          .letter = 'o',
          .value = "FOLDER",
          .help = "Folder to write (default: " + normally + ")",
          .completes = Completes::folders};
}
OptionSpec output_file_option(const std::string& normally) {
  return {.name = "output",
          .letter = 'o',
          .value = "FILE",
          .help = "File to write; - is standard output (default: " + normally + ")",
          .completes = Completes::files};
}
OptionSpec force_option() {
  return {.name = "force", .letter = 'f', .help = "Replace what is already at the output"};
}
OptionSpec threads_option() {
  return {.name = "threads",
          .letter = 't',
          .value = "N",
          .help = "Threads to use (default: all the machine has); never changes a result"};
}
OptionSpec sarif_option() {
  return {.name = "sarif",
          .value = "FILE",
          .help = "Write the findings as SARIF too, for code hosts; an earlier file is replaced",
          .completes = Completes::files};
}
OptionSpec table_format_option() {
  return {.name = "format",
          .value = "FORMAT",
          .choices = {"table", "csv", "json", "md"},
          .help = "How to print the table (default: table)"};
}

ArgumentSpec scenario_files() {
  return {.name = "FILE",
          .help = "Scenario files, or folders whose *.yaml are meant",
          .repeatable = true,
          .completes = Completes::files};
}
ArgumentSpec universe_folder() {
  return {.name = "UNIVERSE",
          .help = "Folder of a universe; with --data, its name under universes/",
          .completes = Completes::folders};
}

std::vector<OptionSpec> with_common(std::vector<OptionSpec> options) {
  options.push_back(quiet_option());
  options.push_back(color_option());
  options.push_back(help_option());
  return options;
}

VerbSpec validate_verb() {
  return {.name = "validate",
          .summary = "Check scenario files and all they refer to",
          .about =
              "Reports every finding of every file at once, each with its place, the line, what was expected and, "
              "where one is near, the name that was probably meant. Calibrates, so that it finds all that a run would "
              "find, and simulates and writes nothing. Exit code 2 when there is an error.",
          .argument = scenario_files(),
          .options = with_common({set_option(),
                                  calibration_option(),
                                  data_option(),
                                  {.name = "strict", .help = "Take warnings for errors"},
                                  sarif_option()}),
          .examples = {"ebbtide validate scenarios/*.yaml", "ebbtide validate --strict scenarios/baseline.yaml"}};
}

VerbSpec plan_verb() {
  return {.name = "plan",
          .summary = "Say what a run would do; write nothing",
          .about =
              "Lists the scenarios after extends, sweeps and baselines with their weeks, paths and conditions, the "
              "series they report, the memory their samples take and roughly the disk space of the tables. Calibrates, "
              "so that it finds everything a run would find.",
          .argument = scenario_files(),
          .options = with_common({paths_option(), seed_option(), set_option(), calibration_option(), data_option(),
                                  table_format_option()}),
          .examples = {"ebbtide plan scenarios/*.yaml", "ebbtide plan --paths 1000000 scenarios/baseline.yaml"}};
}

VerbSpec describe_verb() {
  return {.name = "describe",
          .summary = "Print every value of a scenario and where it comes from",
          .about =
              "One row per value in force after extends, overrides and sweeps: its path, the value, and its origin "
              "as file:line:column, --set, or default.",
          .argument = scenario_files(),
          .options = with_common({set_option(), calibration_option(), data_option(), table_format_option()}),
          .examples = {"ebbtide describe scenarios/baseline.yaml",
                       "ebbtide describe --format csv --set horizon='4 weeks' scenarios/baseline.yaml"}};
}

VerbSpec history_check_verb() {
  return {
      .name = "history check",
      .summary = "Check a universe's files and the market's",
      .about =
          "Duplicate rows, weeks that do not end on a Friday, publication before the week's end, margins that "
          "miss their total, AUM that flows and prices cannot explain. Exit code 2 when there is an error.",
      .argument = universe_folder(),
      .options = with_common({data_option(), {.name = "strict", .help = "Take warnings for errors"}, sarif_option()}),
      .examples = {"ebbtide history check scenarios/universes/global-etp"}};
}

VerbSpec history_show_verb() {
  return {.name = "history show",
          .summary = "Print what a universe's history covers",
          .about =
              "One row per year and series: weeks with a figure, weeks missing, first and last week. With --weeks, "
              "one row per week with the figures themselves.",
          .argument = universe_folder(),
          .options = with_common({{.name = "weeks", .letter = 'w', .help = "One row per week with its figures"},
                                  data_option(),
                                  table_format_option()}),
          .examples = {"ebbtide history show scenarios/universes/us-spot-etf",
                       "ebbtide history show --weeks --format csv scenarios/universes/global-etp > weeks.csv"}};
}

VerbSpec history_new_verb() {
  return {.name = "history new",
          .summary = "Write a commented skeleton of a universe of your own",
          .about =
              "A folder with universe.yaml, every key explained, the headers of flows.csv and aum.csv, and SOURCES.md "
              "with what to fill in. history check points at what is still blank. Nothing is ever overwritten.",
          .argument = {.name = "NAME", .help = "Name of the universe: lower-case letters, digits and '-'"},
          .options = with_common({output_folder_option("scenarios/universes, which gets a folder NAME")}),
          .examples = {"ebbtide history new our-funds", "ebbtide history new our-funds --output desk/universes"}};
}

VerbSpec schema_verb() {
  return {
      .name = "schema",
      .summary = "Print the JSON Schema of scenario files, or of backtest definitions",
      .about =
          "Draft-07, made from the tables of keys that drive the parsers. Editors use it for completion and checks: "
          "# yaml-language-server: $schema=scenario.schema.json",
      .argument = {.name = "KIND",
                   .help = "scenario (default) or backtest",
                   .choices = {"scenario", "backtest"},
                   .optional = true},
      .options = with_common({output_file_option("-"), force_option()}),
      .examples = {"ebbtide schema > scenario.schema.json", "ebbtide schema backtest > backtest.schema.json"}};
}

VerbSpec completion_verb() {
  return {.name = "completion",
          .summary = "Print a completion script for a shell",
          .about = "Load it from the shell's start-up file.",
          .argument = {.name = "SHELL", .help = "bash, zsh or fish", .choices = {"bash", "zsh", "fish"}},
          .options = with_common({}),
          .examples = {"source <(ebbtide completion bash)",
                       "ebbtide completion fish > ~/.config/fish/completions/ebbtide.fish"}};
}

VerbSpec version_verb() {
  return {.name = "version",
          .summary = "Print version, revision, compiler and flags",
          .options = with_common({}),
          .examples = {"ebbtide version"}};
}

}  // namespace

const OptionSpec* VerbSpec::find(const std::string& name_or_letter) const {
  for (const OptionSpec& option : options) {
    const bool same_letter = option.letter != '\0' && name_or_letter == std::string(1, option.letter);
    if (option.name == name_or_letter || same_letter) return &option;
  }
  return nullptr;
}

VerbSpec run_verb_spec() {
  return {
      .name = "run",
      .summary = "Simulate scenarios and write tables and a workbook",
      .about =
          "Loads and checks the files, calibrates on what was public at each scenario's as_of, simulates, and writes "
          "one folder: CSV tables, workbook, manifest. The folder appears complete or not at all. "
          "Exit code 1 when a scenario's threshold is broken, 4 when conditions and views leave too few paths.",
      .argument = scenario_files(),
      .options = with_common({output_folder_option(),
                              force_option(),
                              paths_option(),
                              seed_option(),
                              set_option(),
                              calibration_option(),
                              flow_model_option(),
                              data_option(),
                              sarif_option(),
                              {.name = "format",
                               .value = "FORMAT",
                               .choices = {"csv", "xlsx"},
                               .help = "Write only this kind of file; may be repeated (default: all)",
                               .repeatable = true},
                              {.name = "least-sample",
                               .value = "SHARE",
                               .help = "Effective share of paths below which the run fails (default: 1 %)"},
                              {.name = "exact-quantiles", .help = "Make quantiles of streamed statistics exact"},
                              threads_option()}),
      .examples = {"ebbtide run scenarios/*.yaml",
                   "ebbtide run scenarios/baseline.yaml --output results/today --paths 20000"}};
}

VerbSpec reverse_verb_spec() {
  return {
      .name = "reverse",
      .summary = "Find the most plausible market path that gives an event a probability",
      .about =
          "Writes a scenario that extends the given one and pins the market variables that may carry the event, week "
          "by week, with its plausibility and the past weeks most like it as comments. The probability is judged on "
          "other random numbers than those that found the path.",
      .argument = {.name = "FILE", .help = "Scenario file with the event", .completes = Completes::files},
      .options =
          with_common({{.name = "event", .value = "NAME", .help = "One of the scenario's events"},
                       {.name = "probability", .value = "SHARE", .help = "The probability it is to have: '50 %'"},
                       {.name = "carrier",
                        .value = "VARIABLE",
                        .help = "A market variable that may carry it; may be repeated (default: all but those "
                                "that only follow another)",
                        .repeatable = true},
                       output_file_option("-"),
                       force_option(),
                       paths_option(),
                       seed_option(),
                       calibration_option(),
                       data_option(),
                       threads_option()}),
      .examples = {"ebbtide reverse scenarios/baseline.yaml --event aum_below_120bn --probability '50 %' -o "
                   "scenarios/low.yaml"}};
}

VerbSpec compare_verb_spec() {
  return {
      .name = "compare",
      .summary = "Put two runs, or two backtests, side by side",
      .about =
          "Tells numbers that are the same, within tolerance, within noise (standard errors) and beyond it, and what "
          "changed in the inputs. Prints a summary and writes CSV, Markdown and a workbook. Exit code 0 when every "
          "number is the same, within tolerance or, of the same inputs, within noise; 1 when the runs differ; 2 when "
          "they cannot be compared.",
      .argument = {.name = "RESULTS",
                   .help = "Two folders that run or backtest wrote",
                   .repeatable = true,
                   .completes = Completes::folders},
      .options = with_common(
          {output_folder_option("results/ and both names; - writes nothing"),
           force_option(),
           {.name = "tolerance", .value = "SHARE", .help = "Relative difference that counts as none (default: 1e-6)"},
           {.name = "absolute",
            .value = "SIZE",
            .help = "Difference in the number's own unit that counts as none (default: 1e-9)"},
           {.name = "noise",
            .value = "FACTOR",
            .help = "Standard errors of the difference up to which it counts as noise (default: 6)"},
           {.name = "pair",
            .value = "FIRST=SECOND",
            .help = "Compare only scenario FIRST of the first run with SECOND of the second; may be repeated",
            .repeatable = true}}),
      .examples = {"ebbtide compare results/last-week results/today",
                   "ebbtide compare results/scenarios results/scenarios --pair baseline=cuts-fade-dollar-slips"}};
}

VerbSpec calibrate_verb_spec() {
  return {.name = "calibrate",
          .summary = "Estimate every parameter from history and write calibration.json",
          .about =
              "Uses only what was public at the scenario's as_of. The file holds each parameter with mean and standard "
              "deviation, the sample and its diagnostics; run --calibration reads it back.",
          .argument = {.name = "FILE", .help = "Scenario file: its universe and as_of", .completes = Completes::files},
          .options = with_common({output_file_option("-"), force_option(), set_option(), flow_model_option(),
                                  data_option(), threads_option()}),
          .examples = {"ebbtide calibrate scenarios/baseline.yaml --output calibration.json"}};
}

VerbSpec backtest_verb_spec() {
  return {
      .name = "backtest",
      .summary = "Forecast past weeks again and score the forecasts against what came",
      .about =
          "Goes through the origins of a definition: calibrates on what was public then, forecasts with the engine "
          "and its rivals, and scores against what came. Writes one folder: scores, skill, tests, coverage and what "
          "came as CSV, and a manifest. Checks first that no forecast moves when what it must not know is scrambled.",
      .argument = {.name = "FILE", .help = "Backtest definition: bench/weeks/*.yaml", .completes = Completes::files},
      .options = with_common({output_folder_option("results/ and the name of the definition"),
                              force_option(),
                              {.name = "paths", .letter = 'n', .value = "N", .help = "Paths of every forecast"},
                              {.name = "origin-weeks", .help = "Write what each origin knew, for other models"},
                              {.name = "baseline",
                               .letter = 'b',
                               .value = "FILE",
                               .help = "Scores that the gates compare with (default: baseline.json beside FILE)",
                               .completes = Completes::files},
                              {.name = "update-baseline", .help = "Write this run's scores into the baseline"},
                              {.name = "reason", .value = "TEXT", .help = "Why the baseline moves; goes into it"},
                              data_option("the definition's own"),
                              sarif_option(),
                              threads_option()}),
      .examples = {"ebbtide backtest bench/weeks/us-spot-etf.yaml",
                   "ebbtide backtest bench/weeks/global-etp.yaml --paths 1000 --output results/quick"}};
}

VerbSpec explain_verb_spec() {
  return {
      .name = "explain",
      .summary = "Explain the flow of a past week",
      .about =
          "Forecasts the week again, one week ahead, from what was public on its Monday, and sets beside it what the "
          "model says given the macro factors that came, and given the prices too: the miss split into macro, prices "
          "and unexplained, with percentiles, breadth, the largest since, and the AUM bridge, for total and members. "
          "With --output a folder of CSV tables, the text and a workbook.",
      .argument = {.name = "DATE",
                   .help = "Friday that ends a past week, such as 2026-01-23",
                   .repeatable = true,
                   .optional = true},
      .options =
          with_common({{.name = "weeks",
                        .letter = 'w',
                        .value = "FILE",
                        .help = "Explain the weeks of this list instead: bench/weeks/notable.yaml",
                        .completes = Completes::files},
                       {.name = "universe",
                        .letter = 'u',
                        .value = "NAME",
                        .help = "A universe; may be repeated (default: all that know the week)",
                        .repeatable = true},
                       data_option("scenarios, or that of the list of weeks"),
                       {.name = "paths", .letter = 'n', .value = "N", .help = "Paths of every law (default: 10000)"},
                       {.name = "seed", .value = "N", .help = "Seed of the draws (default: 20260119)"},
                       output_folder_option("none, nothing is written"),
                       force_option(),
                       table_format_option(),
                       sarif_option(),
                       threads_option()}),
      .examples = {"ebbtide explain 2026-01-23", "ebbtide explain 2026-01-23 --universe global-etp --format csv",
                   "ebbtide explain --weeks bench/weeks/notable.yaml --output results/notable"}};
}

std::vector<VerbSpec> verb_specs() {
  return {run_verb_spec(),     compare_verb_spec(), reverse_verb_spec(), calibrate_verb_spec(), backtest_verb_spec(),
          explain_verb_spec(), validate_verb(),     plan_verb(),         describe_verb(),       history_check_verb(),
          history_show_verb(), history_new_verb(),  schema_verb(),       completion_verb(),     version_verb()};
}

}  // namespace ebbtide
