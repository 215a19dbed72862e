#include "scenario/baselines.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "core/format.h"
#include "scenario/extends.h"

namespace ebbtide {
namespace {

const ParsedScenario* find_scenario(const std::vector<ParsedScenario>& scenarios, const std::string& name) {
  const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                  [&](const ParsedScenario& parsed) { return parsed.scenario.name == name; });
  return found == scenarios.end() ? nullptr : &*found;
}

void report_unknown(const ParsedScenario& parsed, const std::vector<ParsedScenario>& scenarios, Reporter& reporter) {
  const std::string& wanted = *parsed.scenario.baseline;
  std::string hint;
  std::vector<std::string> names;
  for (const ParsedScenario& other : scenarios) {
    const Scenario& scenario = other.scenario;
    if (&other != &parsed) names.push_back(scenario.name);
    if (base_name(scenario.name) == wanted)
      hint = format("'{0}' is a sweep; name one of its members, such as '{0}[1]'", wanted);
    if (hint.empty() && std::filesystem::path(scenario.file).stem() == wanted) {
      hint = format("{} holds the scenario '{}'", scenario.file, scenario.name);
    }
  }
  if (hint.empty()) {
    for (const std::string& file : yaml_files_beside(parsed.scenario.file)) {
      names.push_back(std::filesystem::path(file).stem().string());
    }
    hint = did_you_mean(wanted, names);
  }
  reporter.error(parsed.baseline_where, "unknown-baseline", format("there is no scenario '{}'", wanted),
                 format("a scenario of this run, or the file {}.yaml beside this one", wanted), hint);
}

void report_mismatch(const ParsedScenario& parsed, const Scenario& baseline, Reporter& reporter) {
  const Scenario& scenario = parsed.scenario;
  std::string differences;
  const auto compare = [&](std::string_view key, const auto& own, const auto& other) {
    if (own != other) differences += format("{}{} {} against {}", differences.empty() ? "" : ", ", key, own, other);
  };
  compare("universe", scenario.universe, baseline.universe);
  compare("as_of", date_text(scenario.as_of), date_text(baseline.as_of));
  compare("horizon", scenario.horizon_weeks, baseline.horizon_weeks);
  compare("paths", scenario.paths, baseline.paths);
  compare("seed", scenario.seed, baseline.seed);
  if (differences.empty()) return;
  reporter.error(parsed.baseline_where, "baseline-mismatch",
                 format("'{}' cannot be compared with '{}': {}", scenario.name, baseline.name, differences),
                 "the same universe, as_of, horizon, paths and seed in both");
}

}  // namespace

std::string base_name(const std::string& scenario_name) {
  return scenario_name.substr(0, scenario_name.find('['));
}

void report_duplicate_names(const std::vector<ParsedScenario>& scenarios, Reporter& reporter) {
  std::map<std::string, std::string> files;  // by base name: members of one sweep share theirs
  for (const ParsedScenario& parsed : scenarios) {
    const Scenario& scenario = parsed.scenario;
    const auto [first, added] = files.emplace(base_name(scenario.name), scenario.file);
    if (added || first->second == scenario.file) continue;
    reporter.error(parsed.name_where, "duplicate-name",
                   format("{} holds a scenario '{}' too", first->second, base_name(scenario.name)),
                   "one name per scenario");
  }
}

void check_baselines(const std::vector<ParsedScenario>& scenarios, const std::set<std::string>& failed,
                     Reporter& reporter) {
  for (const ParsedScenario& parsed : scenarios) {
    if (!parsed.scenario.baseline) continue;
    const std::string& wanted = *parsed.scenario.baseline;
    const ParsedScenario* baseline = find_scenario(scenarios, wanted);
    if (failed.contains(base_name(wanted)) || failed.contains(base_name(parsed.scenario.name))) continue;
    if (baseline == nullptr) {
      report_unknown(parsed, scenarios, reporter);
    } else {
      report_mismatch(parsed, baseline->scenario, reporter);
    }
  }
}

}  // namespace ebbtide
