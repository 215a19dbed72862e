#include "scenario/parse_drivers.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/format.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

std::vector<std::string> parse_shocks(const YamlEntry& entry, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  constexpr std::string_view kExpected = "a list of market variables, such as [dollar]";
  std::vector<std::string> shocks;
  if (!entry.value.is_sequence()) {
    reporter.error(entry.value.where, "wrong-type", format("the drivers of '{}' must be a list", entry.key),
                   std::string(kExpected));
    return shocks;
  }
  if (entry.value.items.empty()) {
    reporter.error(entry.value.where, "empty-value", format("'{}' has no drivers", entry.key), std::string(kExpected));
  }
  for (const YamlNode& item : entry.value.items) {
    if (!item.is_scalar() || item.text.empty()) {
      reporter.error(item.where, item.is_null() || item.is_scalar() ? "empty-value" : "wrong-type",
                     "a driver is no name", std::string(kExpected));
      continue;
    }
    if (context.market == nullptr) continue;
    const auto named = find_variable(item.text, item.where, context);
    if (!named) continue;
    const std::string& name = named->variable->name;
    if (std::find(shocks.begin(), shocks.end(), name) != shocks.end()) {
      reporter.error(item.where, "duplicate-term", format("'{}' is among the drivers twice", name),
                     "each variable once, under its name or an alias");
      continue;
    }
    shocks.push_back(name);
  }
  return shocks;
}

bool names_variable(const MarketCondition& condition, const std::string& variable) {
  return std::any_of(condition.terms.begin(), condition.terms.end(),
                     [&](const MarketTerm& term) { return term.variable == variable; });
}

bool can_be_driven(const MarketCondition& condition) {
  const bool pins = condition.kind == ConditionKind::hard || condition.kind == ConditionKind::target;
  return pins && condition.terms.size() == 1;
}

void check_conditions(const DriverRule& rule, const YamlEntry& entry, const std::vector<MarketCondition>& conditions,
                      Reporter& reporter) {
  bool driven = false;
  for (const MarketCondition& condition : conditions) {
    if (!names_variable(condition, rule.variable)) continue;
    if (can_be_driven(condition)) {
      driven = true;
      continue;
    }
    reporter.error(condition.where, "condition-not-driven",
                   format("the drivers of '{}' cannot deliver '{}'", rule.variable, condition.text),
                   "hard and target conditions on the variable alone, or no drivers for it");
  }
  if (driven) return;
  reporter.error(entry.key_where, "driver-without-condition",
                 format("'{}' has drivers and no hard or target condition", entry.key),
                 "a condition on it, or no drivers for it");
}

}  // namespace

std::vector<DriverRule> parse_drivers(const YamlNode& map, const std::vector<MarketCondition>* conditions,
                                      const ParseContext& context) {
  std::vector<DriverRule> rules;
  for (const YamlEntry& entry : map.entries) {
    DriverRule rule{.variable = {}, .shocks = parse_shocks(entry, context), .where = entry.key_where};
    if (context.market == nullptr) continue;
    const auto named = find_variable(entry.key, entry.key_where, context);
    if (!named) continue;
    rule.variable = named->variable->name;
    const bool twice = std::any_of(rules.begin(), rules.end(),
                                   [&](const DriverRule& other) { return other.variable == rule.variable; });
    if (twice) {
      context.reporter.error(entry.key_where, "duplicate-term", format("'{}' has drivers already", rule.variable),
                             "each variable once, under its name or an alias");
      continue;
    }
    if (conditions != nullptr) check_conditions(rule, entry, *conditions, context.reporter);
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace ebbtide
