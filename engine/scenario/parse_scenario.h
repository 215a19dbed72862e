// One scenario from its tree: run keys, conditions, events, thresholds, judgment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/documents.h"
#include "scenario/scenario.h"

namespace ebbtide {

class History;
struct MarketSpec;

struct ScenarioSurroundings {
  std::string file;
  bool complete = true;  // false: an extended file is missing, so that absent keys are not reported
  // The history of a universe, or nullptr after reporting at the position.
  std::function<const History*(const std::string& name, const SourcePosition& where)> find_universe;
  const MarketSpec* market_without_universe = nullptr;
};

// What parsing knows beyond the scenario: the places that later checks report at.
struct ParsedScenario {
  Scenario scenario;
  SourcePosition name_where;
  SourcePosition baseline_where;
};

// Every finding goes to the reporter; what was found wrong is left out of the result.
ParsedScenario parse_scenario(const YamlNode& root, const ScenarioSurroundings& surroundings, Reporter& reporter);

// "cuts-fade": lower-case letters, digits and '-'.
bool is_scenario_name(std::string_view name);

}  // namespace ebbtide
