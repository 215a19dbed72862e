#include "scenario/parse_events.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/format.h"
#include "scenario/fields.h"
#include "scenario/quantity_target.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

struct LevelKey {
  std::string_view key;
  EventStatistic statistic;
  bool below;
};
constexpr auto kLevels = std::to_array<LevelKey>({
    {"below", EventStatistic::value, true},
    {"above", EventStatistic::value, false},
    {"min below", EventStatistic::minimum, true},
    {"min above", EventStatistic::minimum, false},
    {"max below", EventStatistic::maximum, true},
    {"max above", EventStatistic::maximum, false},
});

const LevelKey* parse_level_key(const Fields& fields, Reporter& reporter) {
  const YamlEntry* entry = exactly_one(fields, {"below", "above", "min below", "min above", "max below", "max above"},
                                       "which level the event compares with", reporter);
  if (entry == nullptr) return nullptr;
  return &*std::find_if(kLevels.begin(), kLevels.end(), [&](const LevelKey& level) { return level.key == entry->key; });
}

std::optional<WeekRange> parse_value_week(const Fields& fields, const ParseContext& context) {
  if (const YamlEntry* weeks = fields.entry("weeks")) {
    context.reporter.error(weeks->key_where, "conflicting-keys", "'weeks' does not go with 'below' or 'above'",
                           "'week' with 'below' or 'above'; 'weeks' with 'min below', 'max above' ...");
    return std::nullopt;
  }
  const YamlNode* node = fields.get("week");
  return node ? read_week(*node, context.horizon_weeks, context.reporter) : std::nullopt;
}

// The weeks an event looks at, as its statistic wants them.
std::optional<WeekRange> parse_weeks(const Fields& fields, const LevelKey& level, const ParseContext& context) {
  const bool single = level.statistic == EventStatistic::value;
  if (fields.entry("week") == nullptr && fields.entry("weeks") == nullptr) {
    context.reporter.error(fields.node().where, "missing-key", "it is not said when the event is looked for",
                           single ? "the key 'week'" : "the key 'weeks', such as 1-8");
    return std::nullopt;
  }
  if (single) return parse_value_week(fields, context);
  if (const YamlEntry* week = fields.entry("week")) {
    context.reporter.error(week->key_where, "conflicting-keys", format("'week' does not go with '{}'", level.key),
                           "'weeks', such as 1-8");
    return std::nullopt;
  }
  const YamlNode* node = fields.get("weeks");
  return node ? read_week_range(*node, context.horizon_weeks, context.reporter) : std::nullopt;
}

// An alias is turned into its variable: under a negative sign below becomes above, and the minimum the maximum.
void apply_alias(Event& event, double sign) {
  if (sign > 0.0) return;
  event.level.value = mirrored_level(event.level.value, event.level.unit);
  event.below = !event.below;
  event.statistic = mirrored_statistic(event.statistic);
}

bool is_event_name(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::optional<Threshold> parse_threshold(const YamlNode& node, const std::vector<std::string>& event_names,
                                         const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const Fields fields(node, Section::threshold, reporter);
  if (!node.is_map()) return std::nullopt;
  const YamlEntry* bound = exactly_one(fields, {"at most", "at least"}, "what the probability may be", reporter);
  const YamlNode* event = fields.get("probability of");
  const bool known = event && is_known_event(*event, event_names, reporter);
  const YamlNode* value = bound ? fields.get(bound->key) : nullptr;
  std::optional<Quantity> level;
  if (value) level = read_quantity(*value, Unit::percent, "the probability", reporter);
  if (!level) return std::nullopt;
  if (level->value < 0.0 || level->value > 100.0) {
    reporter.error(value->where, "out-of-range", format("the probability is '{}'", value->text), "0 % to 100 %");
    return std::nullopt;
  }
  if (!known) return std::nullopt;
  return Threshold{.event = event->text,
                   .at_most = bound->key == "at most",
                   .probability = level->value / 100.0,
                   .where = node.where};
}

}  // namespace

std::optional<Event> parse_event(const YamlNode& map, const ParseContext& context) {
  const Fields fields(map, Section::event, context.reporter);
  if (!map.is_map()) return std::nullopt;
  const YamlEntry* entry = exactly_one(fields, {"flow", "cumulative_flow", "net_flow_pct_aum", "aum", "factor"},
                                       "what the event looks at", context.reporter);
  std::optional<QuantityTarget> target;
  if (entry != nullptr) target = parse_target(*entry, fields, context);
  const LevelKey* level_key = parse_level_key(fields, context.reporter);
  if (level_key == nullptr) return std::nullopt;
  const auto weeks = parse_weeks(fields, *level_key, context);
  const YamlNode* level_node = fields.get(level_key->key);
  if (!target || level_node == nullptr) return std::nullopt;
  const auto level = read_quantity(*level_node, target->unit, "the level", context.reporter);
  if (!level || !check_level(*target, *level, *level_node, "the level", context.reporter) || !weeks)
    return std::nullopt;
  Event event = target->quantity;
  event.text = format("{}, {}: {} {}", target->label, weeks_text(*weeks), level_key->key, level_node->text);
  event.statistic = level_key->statistic;
  event.weeks = *weeks;
  event.below = level_key->below;
  event.level = *level;
  event.where = map.where;
  apply_alias(event, target->sign);
  return event;
}

bool is_known_event(const YamlNode& name, const std::vector<std::string>& event_names, Reporter& reporter) {
  if (std::find(event_names.begin(), event_names.end(), name.text) != event_names.end()) return true;
  reporter.error(name.where, "unknown-event", format("there is no event '{}'", name.text),
                 one_of(event_names, "events"), did_you_mean(name.text, event_names));
  return false;
}

std::vector<Event> parse_events(const YamlNode& map, const ParseContext& context) {
  std::vector<Event> events;
  for (const YamlEntry& entry : map.entries) {
    if (!is_event_name(entry.key)) {
      context.reporter.error(entry.key_where, "invalid-name", format("'{}' cannot name an event", entry.key),
                             "letters, digits, '_' and '-'");
    }
    auto event = parse_event(entry.value, context);
    if (!event) continue;
    event->name = entry.key;
    event->where = entry.key_where;
    events.push_back(std::move(*event));
  }
  return events;
}

std::vector<Threshold> parse_thresholds(const YamlNode& list, const std::vector<std::string>& event_names,
                                        const ParseContext& context) {
  std::vector<Threshold> thresholds;
  for (const YamlNode& item : list.items) {
    if (auto threshold = parse_threshold(item, event_names, context)) thresholds.push_back(std::move(*threshold));
  }
  return thresholds;
}

}  // namespace ebbtide
