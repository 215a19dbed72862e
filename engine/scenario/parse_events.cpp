#include "scenario/parse_events.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/format.h"
#include "scenario/fields.h"
#include "scenario/parse_member.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr double kAbsurdMillionUsd = 1e8;

struct TargetKey {
  std::string_view key;
  EventTarget target;
  Unit unit;
  std::string_view text;
};
constexpr auto kTargets = std::to_array<TargetKey>({
    {"flow", EventTarget::net_flow, Unit::million_usd, "net flow"},
    {"cumulative_flow", EventTarget::cumulative_net_flow, Unit::million_usd, "cumulative net flow"},
    {"net_flow_pct_aum", EventTarget::net_flow_pct_aum, Unit::percent, "net flow in % of AUM"},
    {"aum", EventTarget::aum, Unit::million_usd, "AUM"},
});

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

// The target part of an event; `sign` is that of an alias.
struct Target {
  Event event;  // target, member, variable filled in
  Unit unit = Unit::million_usd;
  double sign = 1.0;
  std::string label;
};

std::optional<Target> parse_factor_target(const YamlNode& node, const ParseContext& context) {
  if (context.market == nullptr) return std::nullopt;
  const auto named = find_variable(node.text, node.where, context);
  if (!named) return std::nullopt;
  Target target;
  target.event.target = named->variable->is_return ? EventTarget::return_ : EventTarget::factor;
  target.event.variable = named->variable->name;
  target.unit = named->variable->unit;
  target.sign = named->sign;
  target.label = node.text;
  return target;
}

std::optional<Target> parse_target(const Fields& fields, const ParseContext& context) {
  const YamlEntry* entry = exactly_one(fields, {"flow", "cumulative_flow", "net_flow_pct_aum", "aum", "factor"},
                                       "what the event looks at", context.reporter);
  const YamlNode* value = entry ? fields.get(entry->key) : nullptr;
  if (value == nullptr) return std::nullopt;
  if (entry->key == "factor") return parse_factor_target(*value, context);
  const auto known =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const TargetKey& target) { return target.key == entry->key; });
  const bool needs_aum = known->target == EventTarget::aum || known->target == EventTarget::net_flow_pct_aum;
  const auto member = parse_member(*value, needs_aum ? MemberNeed::aum : MemberNeed::flow, context);
  if (!member) return std::nullopt;
  Target target;
  target.event.target = known->target;
  target.event.member = *member;
  target.unit = known->unit;
  target.label = format("{} of {}", known->text, member_label(*member));
  return target;
}

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

bool check_level(const Target& target, const Quantity& level, const YamlNode& node, Reporter& reporter) {
  if (target.unit != Unit::million_usd) return check_market_size(level, node, "the level", reporter);
  if (target.event.target == EventTarget::aum && level.value <= 0.0) {
    reporter.error(node.where, "out-of-range", format("the level of AUM is '{}'", node.text), "more than 0 m USD");
    return false;
  }
  if (std::abs(level.value) <= kAbsurdMillionUsd) return true;
  reporter.error(node.where, "absurd-value", format("the level is '{}'", node.text), "at most 100,000 bn USD");
  return false;
}

// An alias is turned into its variable: under a negative sign below becomes above, and the minimum the maximum.
void apply_alias(Event& event, double sign) {
  if (sign == 1.0) return;
  const bool percent = event.level.unit == Unit::percent;
  const double level = (percent ? log_percent(event.level.value) : event.level.value) / sign;
  event.level.value = percent ? simple_percent(level) : level;
  if (sign > 0.0) return;
  event.below = !event.below;
  if (event.statistic == EventStatistic::minimum) {
    event.statistic = EventStatistic::maximum;
  } else if (event.statistic == EventStatistic::maximum) {
    event.statistic = EventStatistic::minimum;
  }
}

std::string event_text(const Target& target, const LevelKey& level, WeekRange weeks, const YamlNode& node) {
  const std::string when =
      weeks.first == weeks.last ? format("week {}", weeks.first) : format("weeks {}-{}", weeks.first, weeks.last);
  return format("{}, {}: {} {}", target.label, when, level.key, node.text);
}

std::optional<Event> parse_event(const YamlEntry& entry, const ParseContext& context) {
  const Fields fields(entry.value, Section::event, context.reporter);
  if (!entry.value.is_map()) return std::nullopt;
  const auto target = parse_target(fields, context);
  const LevelKey* level_key = parse_level_key(fields, context.reporter);
  if (level_key == nullptr) return std::nullopt;
  const auto weeks = parse_weeks(fields, *level_key, context);
  const YamlNode* level_node = fields.get(level_key->key);
  if (!target || level_node == nullptr) return std::nullopt;
  const auto level = read_quantity(*level_node, target->unit, "the level", context.reporter);
  if (!level || !check_level(*target, *level, *level_node, context.reporter) || !weeks) return std::nullopt;
  Event event = target->event;
  event.name = entry.key;
  event.text = event_text(*target, *level_key, *weeks, *level_node);
  event.statistic = level_key->statistic;
  event.weeks = *weeks;
  event.below = level_key->below;
  event.level = *level;
  event.where = entry.key_where;
  apply_alias(event, target->sign);
  return event;
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
  const bool known = event && std::find(event_names.begin(), event_names.end(), event->text) != event_names.end();
  if (event && !known) {
    reporter.error(event->where, "unknown-event", format("there is no event '{}'", event->text),
                   one_of(event_names, "events"), did_you_mean(event->text, event_names));
  }
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

std::vector<Event> parse_events(const YamlNode& map, const ParseContext& context) {
  std::vector<Event> events;
  for (const YamlEntry& entry : map.entries) {
    if (!is_event_name(entry.key)) {
      context.reporter.error(entry.key_where, "invalid-name", format("'{}' cannot name an event", entry.key),
                             "letters, digits, '_' and '-'");
    }
    if (auto event = parse_event(entry, context)) events.push_back(std::move(*event));
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
