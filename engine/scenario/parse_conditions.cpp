#include "scenario/parse_conditions.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/format.h"
#include "scenario/fields.h"
#include "scenario/pinned_quantity.h"
#include "scenario/tree.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr double kGreatestWeight = 100.0;

// What a condition is about: the terms, their common unit, and how people would call it.
struct Subject {
  std::vector<MarketTerm> terms;
  Unit unit = Unit::percent;
  std::string label;
};

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
bool add_term(const YamlEntry& entry, Subject& subject, const ParseContext& context) {
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

std::optional<Subject> parse_combination(const YamlNode& map, const ParseContext& context) {
  if (map.entries.empty()) {
    context.reporter.error(map.where, "empty-value", "the combination has no terms", "{ether: 1, bitcoin: -1}");
    return std::nullopt;
  }
  Subject subject;
  bool good = true;
  for (const YamlEntry& entry : map.entries) good = add_term(entry, subject, context) && good;
  return good ? std::optional(std::move(subject)) : std::nullopt;
}

std::optional<Subject> parse_subject(const Fields& fields, const ParseContext& context) {
  const YamlEntry* entry = exactly_one(fields, {"factor", "combination"}, "what the condition is on", context.reporter);
  if (entry == nullptr || context.market == nullptr) return std::nullopt;
  const YamlNode* value = fields.get(entry->key);
  if (value == nullptr) return std::nullopt;
  if (value->is_map()) return parse_combination(*value, context);
  const auto named = find_variable(value->text, value->where, context);
  if (!named) return std::nullopt;
  return Subject{.terms = {{.variable = named->variable->name, .weight = named->sign}},
                 .unit = named->variable->unit,
                 .label = value->text};
}

// The value of a condition. Without a known subject only the shape can be checked.
std::optional<Quantity> parse_size(const YamlNode& node, const Subject& subject, const ParseContext& context) {
  const std::string text = format("the change of {}", subject.label);
  const auto quantity = read_quantity(node, subject.unit, text, context.reporter);
  if (!quantity || !check_market_size(*quantity, node, text, context.reporter)) return std::nullopt;
  return quantity;
}

MarketCondition make_condition(const Subject& subject, Aggregation aggregation, WeekRange weeks, const Quantity& value,
                               const YamlNode& node) {
  std::string when =
      weeks.first == weeks.last ? format("week {}", weeks.first) : format("weeks {}-{}", weeks.first, weeks.last);
  if (aggregation == Aggregation::cumulative) when += " cumulative";
  if (aggregation == Aggregation::average) when += " average";
  return {.text = format("{}, {}: {}", subject.label, when, node.text),
          .terms = subject.terms,
          .aggregation = aggregation,
          .weeks = weeks,
          .value = value,
          .where = node.where};
}

void forbid(const Fields& fields, std::initializer_list<std::string_view> keys, const std::string& beside,
            const std::string& expected, Reporter& reporter) {
  for (const YamlEntry* entry : fields.present(keys)) {
    reporter.error(entry->key_where, "conflicting-keys", format("'{}' does not go with {}", entry->key, beside),
                   expected);
  }
}

void parse_change_list(const Fields& fields, const YamlNode& list, const std::optional<Subject>& subject,
                       const ParseContext& context, std::vector<MarketCondition>& conditions) {
  forbid(fields, {"week", "weeks"}, "a list of changes", "the list counts weeks 1, 2, ... itself", context.reporter);
  const bool all_free =
      std::all_of(list.items.begin(), list.items.end(), [](const YamlNode& item) { return item.is_null(); });
  if (all_free) {
    context.reporter.error(list.where, "empty-value", "the list of changes pins no week", "at least one quantity");
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const YamlNode& item = list.items[i];
    const int week = static_cast<int>(i) + 1;
    if (context.horizon_weeks && week > *context.horizon_weeks) {
      context.reporter.error(
          item.where, "week-beyond-horizon",
          format("the list reaches week {}, the horizon is {} weeks", list.items.size(), *context.horizon_weeks),
          format("at most {} changes", *context.horizon_weeks));
      return;
    }
    if (item.is_null() || !subject) continue;
    const auto value = parse_size(item, *subject, context);
    if (value) conditions.push_back(make_condition(*subject, Aggregation::each_week, {week, week}, *value, item));
  }
}

void parse_single_change(const Fields& fields, const YamlNode& value, const std::optional<Subject>& subject,
                         const ParseContext& context, std::vector<MarketCondition>& conditions) {
  forbid(fields, {"weeks"}, "'change'", "'week' with 'change'; 'weeks' with 'cumulative' or 'average'",
         context.reporter);
  if (fields.entry("week") == nullptr && fields.entry("weeks") == nullptr) {
    context.reporter.error(fields.node().where, "missing-key", "it is not said in which week the change happens",
                           "the key 'week', or a list of changes for weeks 1, 2, ...");
  }
  const YamlNode* week_node = fields.get("week");
  std::optional<WeekRange> weeks;
  if (week_node) weeks = read_week(*week_node, context.horizon_weeks, context.reporter);
  if (!subject) return;
  const auto size = parse_size(value, *subject, context);
  if (size && weeks) conditions.push_back(make_condition(*subject, Aggregation::each_week, *weeks, *size, value));
}

void parse_over_weeks(const Fields& fields, const YamlEntry& form, const std::optional<Subject>& subject,
                      const ParseContext& context, std::vector<MarketCondition>& conditions) {
  forbid(fields, {"week"}, format("'{}'", form.key), "'weeks', such as 1-4", context.reporter);
  if (fields.entry("week") == nullptr && fields.entry("weeks") == nullptr) {
    context.reporter.error(fields.node().where, "missing-key",
                           format("it is not said over which weeks '{}' runs", form.key),
                           "the key 'weeks', such as 1-4");
  }
  const YamlNode* weeks_node = fields.get("weeks");
  std::optional<WeekRange> weeks;
  if (weeks_node) weeks = read_week_range(*weeks_node, context.horizon_weeks, context.reporter);
  const YamlNode* value = fields.get(form.key);
  if (!subject || value == nullptr) return;
  const auto size = parse_size(*value, *subject, context);
  const auto aggregation = form.key == "average" ? Aggregation::average : Aggregation::cumulative;
  if (size && weeks) conditions.push_back(make_condition(*subject, aggregation, *weeks, *size, *value));
}

// Reports a kind other than hard; true when the condition is one that this version computes.
bool check_kind(const Fields& fields, Reporter& reporter) {
  const YamlNode* kind = fields.get("kind");
  if (kind == nullptr || kind->text == "hard") return !fields.has_reserved();
  if (kind->text == "target" || kind->text == "evidence") {
    reporter.error(kind->where, "not-supported-yet",
                   format("conditions of kind '{}' are not supported yet", kind->text), "kind: hard");
  } else {
    reporter.error(kind->where, "unknown-value", format("there is no kind of condition '{}'", kind->text), "kind: hard",
                   did_you_mean(kind->text, {"hard"}));
  }
  return false;
}

void parse_condition(const YamlNode& node, const ParseContext& context, std::vector<MarketCondition>& conditions) {
  const Fields fields(node, Section::condition, context.reporter);
  if (!node.is_map()) return;
  const std::optional<Subject> subject = parse_subject(fields, context);
  if (!check_kind(fields, context.reporter)) return;
  const YamlEntry* form =
      exactly_one(fields, {"change", "cumulative", "average"}, "how the variable moves", context.reporter);
  const YamlNode* value = form ? fields.get(form->key) : nullptr;
  if (value == nullptr) return;
  if (form->key != "change") {
    parse_over_weeks(fields, *form, subject, context, conditions);
  } else if (value->is_sequence()) {
    parse_change_list(fields, *value, subject, context, conditions);
  } else {
    parse_single_change(fields, *value, subject, context, conditions);
  }
}

}  // namespace

std::vector<MarketCondition> parse_conditions(const YamlNode& list, const ParseContext& context) {
  std::vector<MarketCondition> conditions;
  for (const YamlNode& item : list.items) parse_condition(item, context, conditions);
  report_repeated_pins(conditions, context.reporter);
  return conditions;
}

}  // namespace ebbtide
