#include "scenario/parse_scenario.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>

#include "core/format.h"
#include "scenario/context.h"
#include "scenario/fields.h"
#include "scenario/parse_assumptions.h"
#include "scenario/parse_conditions.h"
#include "scenario/parse_drivers.h"
#include "scenario/parse_events.h"
#include "scenario/parse_feedback.h"
#include "scenario/parse_views.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr std::chrono::days kStaleAfter{14};

std::string text_of(const Fields& fields, std::string_view key) {
  const YamlNode* node = fields.get(key);
  return node ? node->text : "";
}

void parse_names(const Fields& fields, const ScenarioSurroundings& surroundings, ParsedScenario& parsed,
                 Reporter& reporter) {
  Scenario& scenario = parsed.scenario;
  const YamlNode* name = fields.get("name");
  const bool given = fields.entry("name") != nullptr;
  scenario.name = name ? name->text : std::filesystem::path(surroundings.file).stem().string();
  parsed.name_where = name ? name->where : SourcePosition{.file = surroundings.file, .line = 0, .column = 0};
  if ((name || !given) && !is_scenario_name(scenario.name)) {
    reporter.error(parsed.name_where, "invalid-name",
                   format("'{}'{} cannot name a scenario", scenario.name, given ? "" : ", the name of the file,"),
                   "lower-case letters, digits and '-'", given ? "" : "give the scenario a 'name'");
  }
  scenario.title = fields.get("title") ? text_of(fields, "title") : scenario.name;
  scenario.why = text_of(fields, "why");
  scenario.source = text_of(fields, "source");
}

std::optional<int> parse_horizon(const Fields& fields, Reporter& reporter) {
  const YamlNode* node = fields.get("horizon");
  std::optional<Quantity> horizon;
  if (node) horizon = read_quantity(*node, Unit::week, "'horizon'", reporter);
  if (!horizon) return std::nullopt;
  if (horizon->value < 1 || horizon->value > kMaxHorizonWeeks || horizon->value != std::floor(horizon->value)) {
    reporter.error(node->where, "out-of-range", format("'horizon' is '{}'", node->text),
                   format("whole weeks from 1 to {}", kMaxHorizonWeeks));
    return std::nullopt;
  }
  return static_cast<int>(horizon->value);
}

std::uint64_t parse_count(const Fields& fields, std::string_view key, std::uint64_t least, std::uint64_t greatest,
                          std::uint64_t otherwise, Reporter& reporter) {
  const YamlNode* node = fields.get(key);
  if (node == nullptr) return otherwise;
  return read_integer(*node, format("'{}'", key), least, greatest, reporter).value_or(otherwise);
}

void check_as_of(Date as_of, const SourcePosition& where, const History& history, Reporter& reporter) {
  if (history.flows().empty()) return;
  const auto earlier = [](const Observation& a, const Observation& b) { return a.published < b.published; };
  const auto [first, last] = std::minmax_element(history.flows().begin(), history.flows().end(), earlier);
  const std::string& universe = history.universe().name;
  if (as_of < first->published) {
    reporter.error(where, "as-of-too-early",
                   format("nothing of universe '{}' was published by {}", universe, date_text(as_of)),
                   format("a day from {} on", date_text(first->published)));
  } else if (as_of > last->published + kStaleAfter) {
    reporter.warning(where, "stale-history",
                     format("the last figure of universe '{}' was published on {}, {} days before as_of", universe,
                            date_text(last->published), (as_of - last->published).count()),
                     "newer rows in the universe's flows.csv, or an earlier as_of");
  }
}

void parse_baseline(const Fields& fields, ParsedScenario& parsed, Reporter& reporter) {
  const YamlNode* node = fields.get("baseline");
  if (node == nullptr || node->text == parsed.scenario.name) return;
  const std::string base = node->text.substr(0, node->text.find('['));
  if (!is_scenario_name(base)) {
    reporter.error(node->where, "invalid-name", format("'{}' cannot name a scenario", node->text),
                   "lower-case letters, digits and '-'; the name of a scenario, not of its file");
    return;
  }
  parsed.scenario.baseline = node->text;
  parsed.baseline_where = node->where;
}

void parse_judgment(const Fields& fields, Scenario& scenario, Reporter& reporter) {
  const YamlNode* node = fields.get("judgment");
  if (node == nullptr) return;
  const Fields judgment(*node, Section::judgment, reporter);
  scenario.judgment = Judgment{.author = text_of(judgment, "author"),
                               .why = text_of(judgment, "why"),
                               .reference = text_of(judgment, "reference")};
}

// In the order in which one may name another.
void parse_conditions_and_drivers(const Fields& fields, const ParseContext& context, Scenario& scenario) {
  const std::size_t errors = context.reporter.findings().count(Severity::error);
  if (const YamlNode* list = fields.get("conditions")) {
    ParsedConditions conditions = parse_conditions(*list, context);
    scenario.conditions = std::move(conditions.market);
    scenario.flow_conditions = std::move(conditions.flow);
  }
  const bool wrong_shape = fields.entry("conditions") != nullptr && fields.get("conditions") == nullptr;
  const bool good = !wrong_shape && errors == context.reporter.findings().count(Severity::error);
  if (const YamlNode* drivers = fields.get("drivers"))
    scenario.drivers = parse_drivers(*drivers, good ? &scenario.conditions : nullptr, context);
}

void parse_path(const Fields& fields, Scenario& scenario, Reporter& reporter) {
  const auto path = read_choice(fields, Section::scenario, "path", reporter);
  if (!path || *path != "sequential") return;
  scenario.path = PathKnowledge::sequential;
  if (!scenario.flow_conditions.empty()) {
    reporter.error(
        fields.get("path")->where, "conflicting-keys",
        format("path: sequential does not go with a condition on flows, '{}'", scenario.flow_conditions.front().text),
        "path: full");
  }
  for (const MarketCondition& condition : scenario.conditions) {
    if (condition.weeks.first == condition.weeks.last) continue;
    reporter.warning(condition.where, "binds-in-last-week",
                     format("with path: sequential '{}' binds in week {}, when the weeks before are known",
                            condition.text, condition.weeks.last),
                     "path: full, or conditions on single weeks");
  }
}

TableDepth parse_depth(const Fields& fields, const ParseContext& context) {
  const auto given = read_choice(fields, Section::scenario, "depth", context.reporter);
  if (!given) {
    const bool publishes_cells = context.history != nullptr && context.history->universe().cells_observed;
    return publishes_cells ? TableDepth::cells : TableDepth::margins;
  }
  const std::vector<std::string> values = choice_values(Section::scenario, "depth");
  return static_cast<TableDepth>(std::find(values.begin(), values.end(), *given) - values.begin());
}

void parse_content(const Fields& fields, const ParseContext& context, Scenario& scenario) {
  parse_conditions_and_drivers(fields, context, scenario);
  parse_path(fields, scenario, context.reporter);
  if (const YamlNode* assumptions = fields.get("assumptions"))
    scenario.assumptions = parse_assumptions(*assumptions, context);
  if (const YamlNode* feedback = fields.get("feedback"))
    scenario.price_impact = parse_feedback(*feedback, scenario, context);
  std::vector<std::string> event_names;
  if (const YamlNode* events = fields.get("events")) {
    for (const YamlEntry& entry : events->entries) event_names.push_back(entry.key);
    scenario.events = parse_events(*events, context);
  }
  if (const YamlNode* thresholds = fields.get("thresholds")) {
    scenario.thresholds = parse_thresholds(*thresholds, event_names, context);
  }
  if (const YamlNode* views = fields.get("views")) {
    scenario.views = parse_views(*views, scenario.events, event_names, context);
  }
}

}  // namespace

ParsedScenario parse_scenario(const YamlNode& root, const ScenarioSurroundings& surroundings, Reporter& reporter) {
  const bool without_universe = surroundings.market_without_universe != nullptr;
  const Fields fields(root, Section::scenario, reporter, surroundings.complete && !without_universe);
  if (without_universe && surroundings.complete && fields.entry("horizon") == nullptr) {
    reporter.error(root.where, "missing-key", "a scenario needs the key 'horizon'", "horizon: 8 weeks");
  }
  ParsedScenario parsed;
  Scenario& scenario = parsed.scenario;
  scenario.file = surroundings.file;
  parse_names(fields, surroundings, parsed, reporter);

  ParseContext context{reporter};
  context.market = surroundings.market_without_universe;
  context.without_universe = without_universe;
  context.horizon_weeks = parse_horizon(fields, reporter);
  scenario.horizon_weeks = context.horizon_weeks.value_or(0);
  scenario.paths = parse_count(fields, "paths", kMinPaths, kMaxPaths, kDefaultPaths, reporter);
  scenario.seed = parse_count(fields, "seed", 0, std::numeric_limits<std::uint64_t>::max(), kDefaultSeed, reporter);
  const YamlNode* as_of = fields.get("as_of");
  if (as_of != nullptr) context.as_of = read_date(*as_of, "'as_of'", reporter);
  scenario.as_of = context.as_of.value_or(Date{});

  const YamlNode* universe = fields.get("universe");
  if (universe != nullptr) scenario.universe = universe->text;
  if (universe != nullptr && !without_universe) {
    context.history = surroundings.find_universe(universe->text, universe->where);
    if (context.history != nullptr) {
      context.market = &context.history->market();
      if (context.as_of) check_as_of(*context.as_of, as_of->where, *context.history, reporter);
    }
  }
  parse_baseline(fields, parsed, reporter);
  parse_judgment(fields, scenario, reporter);
  scenario.depth = parse_depth(fields, context);
  parse_content(fields, context, scenario);
  return parsed;
}

bool is_scenario_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace ebbtide
