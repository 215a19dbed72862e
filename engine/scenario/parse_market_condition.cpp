#include "scenario/parse_market_condition.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/format.h"
#include "scenario/bounds.h"
#include "scenario/condition_kind.h"
#include "scenario/market_subject.h"
#include "scenario/quantity_target.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

// One condition while it is read; what is wrong about a part was reported and leaves it empty.
struct Draft {
  const Fields& fields;
  const ParseContext& context;
  std::optional<MarketSubject> subject;
  std::optional<Binding> binding;
  std::vector<MarketCondition>& conditions;

  Reporter& reporter() const { return context.reporter; }
  std::string change_text() const { return format("the change of {}", subject->label); }
};

std::string when_text(Aggregation aggregation, WeekRange weeks) {
  if (aggregation == Aggregation::cumulative) return weeks_text(weeks) + " cumulative";
  if (aggregation == Aggregation::average) return weeks_text(weeks) + " average";
  return weeks_text(weeks);
}

// Adds the condition that the quantity has the value in these weeks; `sd` is nullptr for a hard one.
void add_pin(const Draft& draft, Aggregation aggregation, std::optional<WeekRange> weeks, const YamlNode& node,
             const YamlNode* sd_node) {
  if (!draft.subject) return;
  const MarketSubject& subject = *draft.subject;
  const auto value = read_quantity(node, subject.unit, draft.change_text(), draft.reporter());
  const bool good = value && check_market_size(*value, node, draft.change_text(), draft.reporter());
  std::optional<double> sd = 0.0;
  if (sd_node != nullptr)
    sd = read_sd(*sd_node, subject.unit, format("the sd of {}", subject.label), false, draft.reporter());
  if (!good || !sd || !weeks || !draft.binding) return;
  draft.conditions.push_back({.text = format("{}, {}: {}{}", subject.label, when_text(aggregation, *weeks), node.text,
                                             binding_text(draft.binding->kind, sd_node)),
                              .terms = subject.terms,
                              .aggregation = aggregation,
                              .weeks = *weeks,
                              .value = *value,
                              .where = node.where,
                              .kind = draft.binding->kind,
                              .sd = *sd});
}

// The one sd of a condition that is no list of changes, or nullptr for a hard one; false when it was reported.
bool single_sd(const Draft& draft, const YamlNode*& sd) {
  sd = draft.binding ? draft.binding->sd : nullptr;
  if (sd == nullptr || !sd->is_sequence()) return true;
  draft.reporter().error(sd->where, "sd-length", "a list of sds beside a single value", "one sd");
  return false;
}

// The sd of every change of a list, nullptr for hard ones; empty when it was reported.
std::vector<const YamlNode*> sds_of(const Draft& draft, const YamlNode& changes) {
  const YamlNode* sd = draft.binding ? draft.binding->sd : nullptr;
  std::vector<const YamlNode*> sds(changes.items.size(), sd);
  if (sd == nullptr || !sd->is_sequence()) return sds;
  if (sd->items.size() != changes.items.size()) {
    draft.reporter().error(sd->where, "sd-length",
                           format("{} sds beside {} changes", sd->items.size(), changes.items.size()),
                           "one sd for all, or one for each change, ~ where the week is free");
    return {};
  }
  for (std::size_t i = 0; i < sds.size(); ++i) sds[i] = &sd->items[i];
  return sds;
}

// False, after a report, when the list is longer than the horizon or pins no week.
bool check_change_list(const Draft& draft, const YamlNode& list) {
  forbid(draft.fields, {"week", "weeks"}, "a list of changes", "the list counts weeks 1, 2, ... itself",
         draft.reporter());
  const auto is_free = [](const YamlNode& item) { return item.is_null(); };
  if (std::all_of(list.items.begin(), list.items.end(), is_free)) {
    draft.reporter().error(list.where, "empty-value", "the list of changes pins no week", "at least one quantity");
    return false;
  }
  const auto horizon = draft.context.horizon_weeks;
  if (!horizon || list.items.size() <= static_cast<std::size_t>(*horizon)) return true;
  draft.reporter().error(list.items[static_cast<std::size_t>(*horizon)].where, "week-beyond-horizon",
                         format("the list reaches week {}, the horizon is {} weeks", list.items.size(), *horizon),
                         format("at most {} changes", *horizon));
  return true;
}

void parse_change_list(const Draft& draft, const YamlNode& list) {
  if (!check_change_list(draft, list)) return;
  const std::vector<const YamlNode*> sds = sds_of(draft, list);
  for (std::size_t i = 0; i < sds.size(); ++i) {
    const int week = static_cast<int>(i) + 1;
    if (draft.context.horizon_weeks && week > *draft.context.horizon_weeks) return;
    if (!list.items[i].is_null()) add_pin(draft, Aggregation::each_week, WeekRange{week, week}, list.items[i], sds[i]);
  }
}

// The weeks under `key`; absent ones are reported unless the other key stands there wrongly.
std::optional<WeekRange> parse_weeks(const Draft& draft, std::string_view key, const std::string& problem,
                                     const std::string& expected) {
  if (draft.fields.present({"week", "weeks"}).empty()) {
    draft.reporter().error(draft.fields.node().where, "missing-key", problem, expected);
  }
  const YamlNode* node = draft.fields.get(key);
  if (node == nullptr) return std::nullopt;
  return key == "week" ? read_week(*node, draft.context.horizon_weeks, draft.reporter())
                       : read_week_range(*node, draft.context.horizon_weeks, draft.reporter());
}

void parse_single_change(const Draft& draft, const YamlNode& value) {
  forbid(draft.fields, {"weeks"}, "'change'", "'week' with 'change'; 'weeks' with 'cumulative' or 'average'",
         draft.reporter());
  const auto weeks = parse_weeks(draft, "week", "it is not said in which week the change happens",
                                 "the key 'week', or a list of changes for weeks 1, 2, ...");
  const YamlNode* sd = nullptr;
  if (single_sd(draft, sd)) add_pin(draft, Aggregation::each_week, weeks, value, sd);
}

void parse_over_weeks(const Draft& draft, const YamlEntry& form, const YamlNode& value) {
  forbid(draft.fields, {"week"}, format("'{}'", form.key), "'weeks', such as 1-4", draft.reporter());
  const auto weeks = parse_weeks(draft, "weeks", format("it is not said over which weeks '{}' runs", form.key),
                                 "the key 'weeks', such as 1-4");
  const YamlNode* sd = nullptr;
  const auto aggregation = form.key == "average" ? Aggregation::average : Aggregation::cumulative;
  if (single_sd(draft, sd)) add_pin(draft, aggregation, weeks, value, sd);
}

void parse_inequality(const Draft& draft, const YamlEntry& form) {
  const Fields& fields = draft.fields;
  forbid(fields, {"kind", "sd"}, format("'{}'", form.key), "a bound alone: it holds on every path", draft.reporter());
  const bool both = fields.entry("week") != nullptr && fields.entry("weeks") != nullptr;
  if (both) forbid(fields, {"weeks"}, "'week'", "'week', or 'weeks' for the change over all of them", draft.reporter());
  const bool single = fields.entry("week") != nullptr;
  const auto weeks = parse_weeks(draft, single ? "week" : "weeks", format("it is not said when '{}' holds", form.key),
                                 "the key 'week', or 'weeks' for the change over all of them");
  if (!draft.subject) return;
  const MarketSubject& subject = *draft.subject;
  const LevelCheck check = [&](const Quantity& level, const YamlNode& node) {
    return check_market_size(level, node, draft.change_text(), draft.reporter());
  };
  const auto bounds = parse_bounds(form, fields, subject.unit, draft.change_text(), check, draft.reporter());
  if (!bounds || !weeks || both) return;
  const auto aggregation = single ? Aggregation::each_week : Aggregation::cumulative;
  draft.conditions.push_back({.text = format("{}, {}: {}", subject.label, when_text(aggregation, *weeks), bounds->text),
                              .terms = subject.terms,
                              .aggregation = aggregation,
                              .weeks = *weeks,
                              .value = {.value = 0.0, .unit = subject.unit},
                              .where = fields.get(form.key)->where,
                              .kind = ConditionKind::inequality,
                              .at_least = bounds->at_least,
                              .at_most = bounds->at_most});
}

}  // namespace

void parse_market_condition(const Fields& fields, const YamlEntry* on, const ParseContext& context,
                            std::vector<MarketCondition>& conditions) {
  constexpr std::string_view kForms = "'change' with 'week', 'cumulative' or 'average' with 'weeks', or a bound";
  Draft draft{
      .fields = fields, .context = context, .subject = std::nullopt, .binding = std::nullopt, .conditions = conditions};
  const YamlNode* on_node = on == nullptr ? nullptr : fields.get(on->key);
  if (on_node != nullptr) draft.subject = parse_market_subject(*on_node, context);
  forbid(fields, {"value"}, "a market variable", std::string(kForms), context.reporter);
  if (fields.entry("value") != nullptr) return;
  const YamlEntry* form = exactly_one(fields, {"change", "cumulative", "average", "at most", "at least", "between"},
                                      "how the variable moves", context.reporter);
  const YamlNode* value = form ? fields.get(form->key) : nullptr;
  const bool bound = form && (form->key == "at most" || form->key == "at least" || form->key == "between");
  if (!bound) draft.binding = parse_binding(fields, context.reporter);
  if (value == nullptr) return;
  if (bound) {
    parse_inequality(draft, *form);
  } else if (form->key != "change") {
    parse_over_weeks(draft, *form, *value);
  } else if (value->is_sequence()) {
    parse_change_list(draft, *value);
  } else {
    parse_single_change(draft, *value);
  }
}

}  // namespace ebbtide
