// The options of each verb as typed values, checked by the project's own strict scalars.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/color.h"
#include "app/console.h"
#include "app/parse.h"
#include "app/table_text.h"
#include "backtest/explanation.h"
#include "evaluation/comparison.h"
#include "model/posterior.h"

namespace ebbtide {

// What any verb that reads scenarios needs.
struct ScenarioInput {
  std::vector<std::string> files;
  std::vector<std::pair<std::string, std::string>> overrides;  // --set, --paths and --seed, in that order
  std::optional<std::string> data_folder;
  std::optional<std::string> calibration_file;  // replaces calibrating
  FlowModel flow_model = FlowModel::regression;
  bool exact_quantiles = false;  // where statistics are streamed
};

struct RunOptions {
  ScenarioInput input;
  std::optional<std::string> output_folder;
  bool force = false;
  bool write_csv = true;
  bool write_workbook = true;
  int threads = 0;            // 0: as many as the machine has
  double least_sample = 0.0;  // effective sample size, a share of paths, below which the exit code is 4
};

struct CalibrateOptions {
  ScenarioInput input;
  std::string output_file = "-";  // "-": standard output
  bool force = false;
  int threads = 0;
};

struct ReverseOptions {
  ScenarioInput input;
  std::string event;
  double probability = 0.5;
  std::vector<std::string> carriers;  // empty: the default ones
  std::string output_file = "-";
  bool force = false;
  int threads = 0;
};

struct BacktestVerbOptions {
  std::string file;
  std::optional<std::string> baseline_file;    // of the gates; the definition's folder has one
  std::optional<std::string> baseline_reason;  // set: the baseline is written, not judged by
  std::optional<std::string> output_folder;
  std::optional<std::string> data_folder;
  std::optional<std::uint64_t> paths;
  bool origin_weeks = false;  // write them
  bool force = false;
  int threads = 0;
};

struct ExplainVerbOptions {
  std::vector<Date> weeks;                // given one by one
  std::optional<std::string> weeks_file;  // or as a list
  std::vector<std::string> universes;     // empty: all that know the week
  std::optional<std::string> data_folder;
  std::optional<std::string> output_folder;
  ExplainOptions explain;
  bool force = false;
  int threads = 0;
};

struct HistoryOptions {
  std::string universe_folder;
  std::string market_folder;
  bool strict = false;
  bool weeks = false;
};

struct HistoryNewOptions {
  std::string name;
  std::string universe_folder;
  std::string market_folder;  // where the universe will look for the market
};

struct CompareOptions {
  std::string first;
  std::string second;
  std::optional<std::string> output_folder;
  bool force = false;
  ComparisonSettings settings;
  std::vector<std::pair<std::string, std::string>> pairs;  // scenario of the first, scenario of the second
};

// Each throws UsageError with everything that is wrong, or, where a pattern matched no file, NothingToDo.
ConsoleSettings console_settings(const ParsedCommand& command);
ScenarioInput scenario_input(const ParsedCommand& command);
RunOptions run_options(const ParsedCommand& command);
CalibrateOptions calibrate_options(const ParsedCommand& command);
ReverseOptions reverse_options(const ParsedCommand& command);
BacktestVerbOptions backtest_options(const ParsedCommand& command);
ExplainVerbOptions explain_options(const ParsedCommand& command);
HistoryOptions history_options(const ParsedCommand& command);
HistoryNewOptions history_new_options(const ParsedCommand& command);
CompareOptions compare_options(const ParsedCommand& command);
TableFormat table_format(const ParsedCommand& command);

// There is no scenario to work on: exit code 5.
class NothingToDo : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace ebbtide
