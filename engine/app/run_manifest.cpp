#include "app/run_manifest.h"

#include <set>

#include "core/error.h"
#include "history/load.h"
#include "random/boost_draws.h"
#include "report/workbook.h"
#include "text/file.h"

namespace ebbtide {
namespace {

// "folder/file.yaml:7:10" names the file before its line; "default" and "--set" name none.
std::optional<std::string> file_of(const std::string& origin) {
  const std::size_t column = origin.rfind(':');
  if (column == std::string::npos) return std::nullopt;
  const std::size_t line = origin.rfind(':', column - 1);
  if (line == std::string::npos) return std::nullopt;
  return origin.substr(0, line);
}

void add_files(const std::set<std::string>& files, ManifestInput& input) {
  for (const std::string& file : files) {
    const auto content = read_file(file);
    if (!content) throw IoError("cannot read " + file);
    input.inputs.push_back({file, sha256_hex(*content)});
  }
}

void add_versions(ManifestInput& input) {
  input.build = build_info();
  input.random_number_law = "philox4x32-10, word layout 1, table inverse CDF 1";
  input.libraries = {{"boost", boost_random_version()}, {"libxlsxwriter", spreadsheet_library_version()}};
}

template <typename Values, typename Text>
Json texts_of(const Values& values, Text text) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(text(value));
  return list;
}

}  // namespace

ManifestInput run_manifest(const std::vector<LoadedScenario>& scenarios, const UniverseStore& universes,
                           const std::optional<std::string>& calibration_file) {
  ManifestInput input;
  add_versions(input);
  std::set<std::string> files, names;
  for (const LoadedScenario& each : scenarios) {
    files.insert(each.scenario.file);
    if (!each.scenario.universe.empty()) names.insert(each.scenario.universe);
    Json resolved;
    resolved["name"] = each.scenario.name;
    for (const ResolvedValue& value : each.resolved) {
      resolved["values"][value.path] = value.value;
      if (const auto file = file_of(value.origin)) files.insert(*file);
    }
    input.scenarios.push_back(std::move(resolved));
    input.seed = each.scenario.seed;
  }
  for (const std::string& name : names) {
    const UniverseFolders& folders = universes.folders(name);
    for (const std::string& file : history_files(folders.universe, folders.market)) files.insert(file);
    input.universes.push_back(name);
  }
  if (calibration_file) files.insert(*calibration_file);
  add_files(files, input);
  return input;
}

void note_statistics(const std::vector<ScenarioResult>& results, ManifestInput& manifest) {
  for (const ScenarioResult& result : results) {
    const SimulationResult& simulation = result.simulation;
    if (simulation.mode == StatisticsMode::exact) continue;
    for (Json& scenario : manifest.scenarios) {
      if (scenario["name"] != result.scenario.name) continue;
      scenario["statistics"] = {{"mode", "streaming"},
                                {"bins", simulation.bins},
                                {"quantiles", simulation.exact_quantiles ? "exact" : "binned"}};
    }
  }
}

ManifestInput explanation_manifest(const std::vector<Explanation>& explanations, const ExplainOptions& options,
                                   const std::optional<std::string>& weeks_file, const UniverseStore& universes) {
  ManifestInput input;
  add_versions(input);
  std::set<std::string> files, names;
  if (weeks_file) files.insert(*weeks_file);
  Json weeks = Json::array();
  for (const Explanation& each : explanations) {
    names.insert(each.universe);
    weeks.push_back({{"universe", each.universe},
                     {"week_end", date_text(each.week_end)},
                     {"origin", date_text(each.origin)},
                     {"title", each.title}});
  }
  for (const std::string& name : names) {
    const UniverseFolders& folders = universes.folders(name);
    for (const std::string& file : history_files(folders.universe, folders.market)) files.insert(file);
    input.universes.push_back(name);
  }
  add_files(files, input);
  input.seed = options.seed;
  input.explanation = Json{{"paths", options.paths}, {"weeks", std::move(weeks)}};
  return input;
}

ManifestInput backtest_manifest(const BacktestDefinition& definition, const UniverseStore& universes) {
  ManifestInput input;
  add_versions(input);
  const UniverseFolders& folders = universes.folders(definition.universe);
  std::set<std::string> files = {definition.file};
  for (const std::string& file : history_files(folders.universe, folders.market)) files.insert(file);
  add_files(files, input);
  input.universes = {definition.universe};
  input.seed = definition.seed;
  Json backtest;
  backtest["name"] = definition.name;
  backtest["universe"] = definition.universe;
  if (definition.flow_model != FlowModel::regression) backtest["flow_model"] = flow_model_text(definition.flow_model);
  backtest["origins"] = {{"from", date_text(definition.first_origin)},
                         {"to", date_text(definition.last_origin)},
                         {"every_weeks", definition.every_weeks}};
  backtest["horizons"] = definition.horizons;
  backtest["tracks"] = texts_of(definition.tracks, track_text);
  backtest["levels"] = texts_of(definition.levels, level_text);
  backtest["paths"] = definition.paths;
  backtest["rivals"] = definition.rivals;
  backtest["scores"] = texts_of(definition.scores, score_kind_text);
  input.backtest = std::move(backtest);
  return input;
}

void set_runtime(const std::string& started, const Executor& executor, const Stopwatch& watch,
                 ManifestInput& manifest) {
  manifest.runtime.started = started;
  manifest.runtime.host = host_name();
  manifest.runtime.threads = executor.threads();
  manifest.runtime.seconds = watch.total();
  manifest.runtime.more = watch.json();
}

}  // namespace ebbtide
