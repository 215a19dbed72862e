#include "scenario/parse_flow_condition.h"

#include <optional>
#include <string>

#include "core/format.h"
#include "scenario/bounds.h"
#include "scenario/condition_kind.h"
#include "scenario/quantity_target.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

// The week of a condition of which something was reported; its sizes are checked all the same.
constexpr int kUnusable = 0;

std::optional<WeekRange> parse_flow_week(const Fields& fields, const ParseContext& context) {
  forbid(fields, {"weeks"}, "a condition on flows", "'week'; for several weeks 'cumulative_flow' of the last one",
         context.reporter);
  if (fields.present({"week", "weeks"}).empty()) {
    context.reporter.error(fields.node().where, "missing-key", "it is not said in which week the condition holds",
                           "the key 'week'");
  }
  const YamlNode* week = fields.get("week");
  return week ? read_week(*week, context.horizon_weeks, context.reporter) : std::nullopt;
}

// Weights would tilt the law that a target asks for, and a sum of flows or AUM hangs on prices of earlier weeks.
bool check_pinnable(const Fields& fields, const YamlEntry& on, ConditionKind kind, Reporter& reporter) {
  const bool one_flow = on.key == "flow" || on.key == "net_flow_pct_aum";
  const YamlNode* kind_node = fields.get("kind");
  if (kind == ConditionKind::target) {
    reporter.error(kind_node->where, "not-pinnable", "flows and AUM cannot be given a distribution as a target",
                   "kind: evidence, or a view on the quantity");
    return false;
  }
  if (kind != ConditionKind::hard || one_flow) return true;
  reporter.error(kind_node ? kind_node->where : on.key_where, "not-pinnable",
                 format("'{}' cannot be made to hold exactly on every path", on.key),
                 "'net_flow_pct_aum' per week, kind: evidence with an sd, or a view");
  return false;
}

void parse_bound(const Fields& fields, const YamlEntry& form, const QuantityTarget& target, FlowCondition condition,
                 Reporter& reporter, std::vector<FlowCondition>& conditions) {
  const LevelCheck check = [&](const Quantity& level, const YamlNode& node) {
    return check_level(target, level, node, "the bound", reporter);
  };
  const auto bounds = parse_bounds(form, fields, target.unit, "the bound", check, reporter);
  if (!bounds || condition.week == kUnusable) return;
  condition.kind = ConditionKind::inequality;
  condition.at_least = bounds->at_least;
  condition.at_most = bounds->at_most;
  condition.text = format("{}, week {}: {}", target.label, condition.week, bounds->text);
  conditions.push_back(std::move(condition));
}

void parse_value(const YamlNode& node, const Binding& binding, const QuantityTarget& target, FlowCondition condition,
                 Reporter& reporter, std::vector<FlowCondition>& conditions) {
  const auto value = read_quantity(node, target.unit, "the value", reporter);
  const bool good = value && check_level(target, *value, node, "the value", reporter);
  std::optional<double> sd = 0.0;
  if (binding.sd != nullptr && binding.sd->is_sequence()) {
    reporter.error(binding.sd->where, "sd-length", "a list of sds beside a single value", "one sd");
    return;
  }
  if (binding.sd != nullptr) sd = read_sd(*binding.sd, target.unit, "the sd", false, reporter);
  if (!good || !sd || condition.week == kUnusable) return;
  condition.kind = binding.kind;
  condition.value = *value;
  condition.sd = *sd;
  condition.text =
      format("{}, week {}: {}{}", target.label, condition.week, node.text, binding_text(binding.kind, binding.sd));
  conditions.push_back(std::move(condition));
}

}  // namespace

void parse_flow_condition(const Fields& fields, const YamlEntry& on, const ParseContext& context,
                          std::vector<FlowCondition>& conditions) {
  Reporter& reporter = context.reporter;
  const auto target = parse_target(on, fields, context);
  const auto week = parse_flow_week(fields, context);
  forbid(fields, {"change", "cumulative", "average"}, "a condition on flows", "'value' with 'week', or a bound",
         reporter);
  if (!fields.present({"change", "cumulative", "average"}).empty()) return;
  const YamlEntry* form =
      exactly_one(fields, {"value", "at most", "at least", "between"}, "what the value is", reporter);
  const bool bound = form != nullptr && form->key != "value";
  if (bound) {
    forbid(fields, {"kind", "sd"}, format("'{}'", form->key), "a bound alone: it holds on every path", reporter);
  }
  std::optional<Binding> binding;
  if (!bound) binding = parse_binding(fields, reporter);
  const bool pinnable = bound || (binding && check_pinnable(fields, on, binding->kind, reporter));
  const YamlNode* node = form ? fields.get(form->key) : nullptr;
  if (node == nullptr || !target) return;
  FlowCondition condition;
  condition.target = target->quantity.target;
  condition.member = target->quantity.member;
  condition.week = week && pinnable ? week->first : kUnusable;
  condition.value.unit = target->unit;
  condition.where = node->where;
  if (bound) {
    parse_bound(fields, *form, *target, std::move(condition), reporter, conditions);
  } else {
    parse_value(*node, binding.value_or(Binding{}), *target, std::move(condition), reporter, conditions);
  }
}

}  // namespace ebbtide
