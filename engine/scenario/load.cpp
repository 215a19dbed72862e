#include "scenario/load.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "core/format.h"
#include "scenario/baselines.h"
#include "scenario/documents.h"
#include "scenario/extends.h"
#include "scenario/overrides.h"
#include "scenario/parse_scenario.h"
#include "scenario/resolved.h"
#include "scenario/sweep.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

class Loader {
 public:
  Loader(const UniverseLookup& universes, const LoadOptions& options, Findings& findings)
      : universes_(universes), options_(options), findings_(findings) {}

  std::vector<LoadedScenario> load(const std::vector<std::string>& files) {
    for (const std::string& file : files) load_file(fs::path(file).lexically_normal().string(), options_.overrides);
    load_missing_baselines();
    Reporter reporter(documents_, findings_);
    report_duplicate_names(parsed_, reporter);
    check_baselines(parsed_, failed_, reporter);
    if (findings_.has_errors()) return {};
    return finish();
  }

 private:
  void load_file(const std::string& file, const Overrides& overrides) {
    if (!files_.insert(file).second) return;
    Findings own;
    parse_file(file, overrides, own);
    if (own.has_errors()) failed_.insert(fs::path(file).stem().string());
    findings_.append(own);
  }

  void parse_file(const std::string& file, const Overrides& overrides, Findings& own) {
    auto tree = resolve_extends(file, documents_, own);
    if (!tree) return;
    Reporter reporter(documents_, own);
    ScenarioSurroundings surroundings = surroundings_of(file, own);
    surroundings.complete = tree->complete;
    if (tree->complete) apply_overrides(tree->root, overrides, file, reporter);
    const YamlNode* sweep = tree->root.find("sweep");
    std::vector<SweepMember> members;
    if (sweep != nullptr && sweep->is_map() && tree->complete) members = expand_sweep(tree->root, reporter);
    // A sweep's file must also be right as it is written, before any value is replaced.
    ParsedScenario whole = parse_scenario(tree->root, surroundings, reporter);
    const std::string name = whole.scenario.name;
    if (sweep == nullptr) {
      add(std::move(whole), tree->root);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      ParsedScenario member = parse_scenario(members[i].root, surroundings, reporter);
      member.scenario.name = format("{}[{}]", name, i + 1);
      member.scenario.sweep_values = std::move(members[i].values);
      add(std::move(member), members[i].root);
    }
    if (own.has_errors()) failed_.insert(name);
  }

  void add(ParsedScenario parsed, const YamlNode& root) {
    resolved_.push_back(resolved_values(root, parsed.scenario));
    parsed_.push_back(std::move(parsed));
  }

  ScenarioSurroundings surroundings_of(const std::string& file, Findings& own) {
    ScenarioSurroundings surroundings;
    surroundings.file = file;
    surroundings.find_universe = [this, &own](const std::string& name, const SourcePosition& where) {
      return find_universe(name, where, own);
    };
    if (options_.market_without_universe) surroundings.market_without_universe = &*options_.market_without_universe;
    return surroundings;
  }

  const History* find_universe(const std::string& name, const SourcePosition& where, Findings& own) {
    auto found = histories_.find(name);
    if (found == histories_.end()) {
      Findings of_universe;
      const History* history = universes_(name, of_universe);
      if (of_universe.has_errors()) broken_universes_.insert(name);
      found = histories_.emplace(name, history).first;
      findings_.append(of_universe);
    }
    if (found->second == nullptr && !broken_universes_.contains(name)) {
      Reporter(documents_, own)
          .error(where, "unknown-universe", format("there is no universe '{}'", name),
                 one_of(options_.universe_names, "universes"), did_you_mean(name, options_.universe_names));
    }
    return found->second;
  }

  // A baseline may name a baseline of its own, so the list grows while it is walked.
  void load_missing_baselines() {
    const Overrides overrides = run_overrides(options_.overrides);
    for (std::size_t i = 0; i < parsed_.size(); ++i) {
      if (!parsed_[i].scenario.baseline) continue;
      const std::string wanted = base_name(*parsed_[i].scenario.baseline);
      const bool present = std::any_of(parsed_.begin(), parsed_.end(), [&](const ParsedScenario& parsed) {
        return base_name(parsed.scenario.name) == wanted;
      });
      if (present || failed_.contains(wanted)) continue;
      const fs::path file = (fs::path(parsed_[i].scenario.file).parent_path() / (wanted + ".yaml")).lexically_normal();
      std::error_code ignored;
      if (fs::is_regular_file(file, ignored)) load_file(file.string(), overrides);
    }
  }

  std::vector<LoadedScenario> finish() {
    std::vector<LoadedScenario> loaded;
    for (std::size_t i = 0; i < parsed_.size(); ++i) {
      loaded.push_back({.scenario = std::move(parsed_[i].scenario), .resolved = std::move(resolved_[i])});
    }
    std::sort(loaded.begin(), loaded.end(),
              [](const LoadedScenario& a, const LoadedScenario& b) { return scenario_less(a.scenario, b.scenario); });
    return loaded;
  }

  const UniverseLookup& universes_;
  const LoadOptions& options_;
  Findings& findings_;
  Documents documents_;
  std::set<std::string> files_;   // loaded or tried
  std::set<std::string> failed_;  // file stems and scenario names that were reported
  std::map<std::string, const History*> histories_;
  std::set<std::string> broken_universes_;  // exist, but do not load
  std::vector<ParsedScenario> parsed_;
  std::vector<std::vector<ResolvedValue>> resolved_;  // one per parsed scenario
};

// The number of a sweep's member, 0 for a scenario of its own.
std::uint64_t member_number(const std::string& name) {
  const std::size_t open = name.find('[');
  if (open == std::string::npos) return 0;
  return parse_unsigned(std::string_view(name).substr(open + 1, name.size() - open - 2)).value_or(0);
}

}  // namespace

std::vector<LoadedScenario> load_scenarios(const std::vector<std::string>& files, const UniverseLookup& universes,
                                           const LoadOptions& options, Findings& findings) {
  return Loader(universes, options, findings).load(files);
}

bool scenario_less(const Scenario& a, const Scenario& b) {
  return std::tuple(base_name(a.name), member_number(a.name)) < std::tuple(base_name(b.name), member_number(b.name));
}

}  // namespace ebbtide
