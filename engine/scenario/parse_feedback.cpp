#include "scenario/parse_feedback.h"

#include <string>

#include "core/format.h"
#include "scenario/condition_kind.h"
#include "scenario/fields.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr double kLargestMultiplier = 100.0;
constexpr double kLargestSigma = 3.0;

double read_factor(const Fields& fields, std::string_view key, double otherwise, double largest, Reporter& reporter) {
  const YamlNode* node = fields.get(key);
  const std::string expected = format("a number from 0 to {}, such as {}", largest, otherwise);
  if (node == nullptr || !is_plain_scalar(*node, format("'{}'", key), expected, reporter)) return otherwise;
  const auto value = parse_number(node->text);
  if (value && *value >= 0.0 && *value <= largest) return *value;
  reporter.error(node->where, "out-of-range", format("'{}' is '{}'", key, node->text), expected);
  return otherwise;
}

}  // namespace

std::optional<PriceImpact> parse_feedback(const YamlNode& node, const Scenario& scenario, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const Fields fields(node, Section::feedback, reporter);
  const auto kind = read_choice(fields, Section::feedback, "price impact", reporter);
  if (!kind) return std::nullopt;
  if (*kind == "none") {
    for (const char* key : {"market cap", "multiplier", "sigma"}) {
      if (fields.entry(key) == nullptr) continue;
      reporter.error(fields.entry(key)->key_where, "conflicting-keys",
                     format("'{}' does not go with no price impact", key), "price impact: structural, or no such key");
    }
    return std::nullopt;
  }
  PriceImpact impact;
  impact.where = node.where;
  impact.multiplier = read_factor(fields, "multiplier", impact.multiplier, kLargestMultiplier, reporter);
  impact.multiplier_sigma = read_factor(fields, "sigma", impact.multiplier_sigma, kLargestSigma, reporter);
  if (fields.entry("market cap") == nullptr) {
    reporter.error(node.where, "missing-key", "a structural price impact needs the key 'market cap'",
                   "the worth of all the coins that the universe holds a part of: 'market cap: 1900 bn USD'");
  } else if (const YamlNode* cap = fields.get("market cap")) {
    const auto value = read_quantity(*cap, Unit::million_usd, "'market cap'", reporter);
    if (value && !(value->value > 0.0))
      reporter.error(cap->where, "out-of-range", format("'market cap' is '{}'", cap->text), "more than nothing");
    if (value) impact.market_cap_musd = value->value;
  }
  for (const FlowCondition& condition : scenario.flow_conditions) {
    if (condition.kind == ConditionKind::hard) continue;
    reporter.error(condition.where, "conflicting-keys",
                   format("with a structural price impact '{}' must be a shock from outside", condition.text),
                   "kind: hard, on the flow of one week");
  }
  return impact;
}

}  // namespace ebbtide
