#include "scenario/market_subject.h"

#include <cmath>

#include "core/format.h"
#include "scenario/tree.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr double kGreatestWeight = 100.0;

std::string term_label(const std::string& name, double weight, bool first) {
  const std::string size = std::abs(weight) == 1.0 ? name : format("{} x {}", number_text(std::abs(weight)), name);
  if (first) return weight < 0.0 ? "-" + size : size;
  return format(" {} {}", weight < 0.0 ? '-' : '+', size);
}

std::optional<double> read_weight(const YamlEntry& entry, Reporter& reporter) {
  if (!is_plain_scalar(entry.value, format("the weight of '{}'", entry.key), "a plain number", reporter))
    return std::nullopt;
  const auto weight = parse_number(entry.value.text);
  if (weight && *weight != 0.0 && std::abs(*weight) <= kGreatestWeight) return weight;
  reporter.error(entry.value.where, "invalid-weight",
                 format("the weight of '{}' is '{}'", entry.key, node_text(entry.value)),
                 "a number from -100 to 100, not zero and without a unit");
  return std::nullopt;
}

// One term of a combination; false when something about it was reported.
bool add_term(const YamlEntry& entry, MarketSubject& subject, const ParseContext& context) {
  const auto weight = read_weight(entry, context.reporter);
  const auto named = find_variable(entry.key, entry.key_where, context);
  if (!weight || !named) return false;
  const MarketVariable& variable = *named->variable;
  for (const MarketTerm& term : subject.terms) {
    if (term.variable != variable.name) continue;
    context.reporter.error(entry.key_where, "duplicate-term", format("'{}' is in the combination twice", variable.name),
                           "each variable once, under its name or an alias");
    return false;
  }
  if (!subject.terms.empty() && subject.unit != variable.unit) {
    context.reporter.error(entry.key_where, "mixed-units",
                           format("'{}' is in {}, the terms before it in {}", entry.key, unit_text(variable.unit),
                                  unit_text(subject.unit)),
                           "variables of one unit");
    return false;
  }
  subject.unit = variable.unit;
  subject.label += term_label(entry.key, *weight, subject.terms.empty());
  subject.terms.push_back({.variable = variable.name, .weight = *weight * named->sign});
  return true;
}

std::optional<MarketSubject> parse_combination(const YamlNode& map, const ParseContext& context) {
  if (map.entries.empty()) {
    context.reporter.error(map.where, "empty-value", "the combination has no terms", "{ether: 1, bitcoin: -1}");
    return std::nullopt;
  }
  MarketSubject subject;
  bool good = true;
  for (const YamlEntry& entry : map.entries) good = add_term(entry, subject, context) && good;
  return good ? std::optional(std::move(subject)) : std::nullopt;
}

}  // namespace

std::optional<MarketSubject> parse_market_subject(const YamlNode& value, const ParseContext& context) {
  if (context.market == nullptr) return std::nullopt;
  if (value.is_map()) return parse_combination(value, context);
  const auto named = find_variable(value.text, value.where, context);
  if (!named) return std::nullopt;
  return MarketSubject{.terms = {{.variable = named->variable->name, .weight = named->sign}},
                       .unit = named->variable->unit,
                       .label = value.text};
}

}  // namespace ebbtide
