#include "scenario/quantity_target.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/contract.h"
#include "core/format.h"
#include "scenario/parse_member.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

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

std::optional<QuantityTarget> parse_factor(const YamlNode& node, const ParseContext& context) {
  if (context.market == nullptr) return std::nullopt;
  const auto named = find_variable(node.text, node.where, context);
  if (!named) return std::nullopt;
  QuantityTarget target;
  target.quantity.target = named->variable->is_return ? EventTarget::return_ : EventTarget::factor;
  target.quantity.variable = named->variable->name;
  target.unit = named->variable->unit;
  target.sign = named->sign;
  target.label = node.text;
  return target;
}

}  // namespace

std::optional<QuantityTarget> parse_target(const YamlEntry& entry, const Fields& fields, const ParseContext& context) {
  const YamlNode* value = fields.get(entry.key);
  if (value == nullptr) return std::nullopt;
  if (entry.key == "factor") return parse_factor(*value, context);
  const auto known =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const TargetKey& target) { return target.key == entry.key; });
  EBBTIDE_REQUIRE(known != kTargets.end());
  const bool needs_aum = known->target == EventTarget::aum || known->target == EventTarget::net_flow_pct_aum;
  const auto member = parse_member(*value, needs_aum ? MemberNeed::aum : MemberNeed::flow, context);
  if (!member) return std::nullopt;
  QuantityTarget target;
  target.quantity.target = known->target;
  target.quantity.member = *member;
  target.unit = known->unit;
  target.label = format("{} of {}", known->text, member_label(*member));
  return target;
}

bool check_level(const QuantityTarget& target, const Quantity& level, const YamlNode& node, std::string_view subject,
                 Reporter& reporter) {
  if (target.unit != Unit::million_usd) return check_market_size(level, node, subject, reporter);
  if (target.quantity.target == EventTarget::aum && level.value <= 0.0) {
    reporter.error(node.where, "out-of-range", format("{} of AUM is '{}'", subject, node.text), "more than 0 m USD");
    return false;
  }
  if (std::abs(level.value) <= kAbsurdMillionUsd) return true;
  reporter.error(node.where, "absurd-value", format("{} is '{}'", subject, node.text), "at most 100,000 bn USD");
  return false;
}

double mirrored_level(double level, Unit unit) {
  return unit == Unit::percent ? simple_percent(-log_percent(level)) : -level;
}

EventStatistic mirrored_statistic(EventStatistic statistic) {
  switch (statistic) {
    case EventStatistic::minimum:
      return EventStatistic::maximum;
    case EventStatistic::maximum:
      return EventStatistic::minimum;
    case EventStatistic::value:
      break;
  }
  return EventStatistic::value;
}

std::string weeks_text(WeekRange weeks) {
  return weeks.first == weeks.last ? format("week {}", weeks.first) : format("weeks {}-{}", weeks.first, weeks.last);
}

}  // namespace ebbtide
