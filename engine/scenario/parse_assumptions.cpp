#include "scenario/parse_assumptions.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/format.h"
#include "scenario/condition_kind.h"
#include "scenario/fields.h"
#include "scenario/quantity_target.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

constexpr std::string_view kFlow = "flow";
constexpr std::string_view kReturn = "return";

// One side of a response: the name, its unit, and the sign of an alias.
struct Side {
  std::string name;
  Unit unit = Unit::percent;
  double sign = 1.0;
};

Side side_of(const NamedVariable& named) {
  return {.name = named.variable->name, .unit = named.variable->unit, .sign = named.sign};
}

std::optional<Side> parse_of(const YamlNode& node, const ParseContext& context) {
  if (node.text == kFlow) return Side{.name = std::string(kFlow)};
  if (context.market == nullptr) return std::nullopt;
  if (context.market->find(node.text) == nullptr && nearest_name(node.text, {std::string(kFlow)}) == kFlow) {
    context.reporter.error(node.where, "unknown-factor", format("there is no response of '{}'", node.text),
                           "a market variable, or 'flow'", did_you_mean(node.text, {std::string(kFlow)}));
    return std::nullopt;
  }
  const auto named = find_variable(node.text, node.where, context);
  return named ? std::optional(side_of(*named)) : std::nullopt;
}

// The variables that the equation of one holds in the same week.
std::vector<std::string> possible_causes(const std::string& of, const MarketSpec& market) {
  if (of == kFlow) return {std::string(kReturn)};
  const MarketVariable& variable = *market.find(of);
  if (variable.beta_to) return {*variable.beta_to};
  std::vector<std::string> names;
  for (const MarketVariable& candidate : market.variables) {
    if (candidate.name == of) break;
    if (!candidate.beta_to) names.push_back(candidate.name);
  }
  return names;
}

std::optional<Side> parse_to(const YamlNode& node, const Side& of, const ParseContext& context) {
  const bool of_flow = of.name == kFlow;
  if (of_flow && node.text == kReturn) return Side{.name = std::string(kReturn)};
  if (context.market == nullptr) return std::nullopt;
  std::vector<std::string> causes = possible_causes(of.name, *context.market);
  Side side{.name = node.text};
  if (!of_flow && node.text != kReturn) {
    const auto named = find_variable(node.text, node.where, context);
    if (!named) return std::nullopt;
    side = side_of(*named);
    if (std::find(causes.begin(), causes.end(), side.name) != causes.end()) return side;
  }
  context.reporter.error(
      node.where, "no-such-response",
      format("the model has no response of '{}' to '{}' in the same week", of.name, node.text),
      causes.empty() ? "nothing comes before it: a response of a later variable to it" : one_of(causes, "variables"),
      did_you_mean(node.text, causes));
  return std::nullopt;
}

std::optional<double> read_move(const Fields& fields, std::string_view key, const Side& side, bool may_be_zero,
                                Reporter& reporter) {
  const YamlNode* node = fields.get(key);
  if (node == nullptr) return std::nullopt;
  const std::string subject = format("'{}'", key);
  const auto move = read_quantity(*node, side.unit, subject, reporter);
  if (!move || !check_market_size(*move, *node, subject, reporter)) return std::nullopt;
  if (move->value == 0.0 && !may_be_zero) {
    reporter.error(node->where, "out-of-range", format("'{}' is '{}'", key, node->text), "a move that is not zero");
    return std::nullopt;
  }
  return side.sign > 0.0 ? move->value : mirrored_level(move->value, side.unit);
}

std::optional<double> read_deviation(const Fields& fields, const Side& of, Reporter& reporter) {
  const YamlNode* node = fields.get("sd");
  if (node == nullptr) return fields.entry("sd") == nullptr ? std::optional(0.0) : std::nullopt;
  return read_sd(*node, of.unit, "'sd'", true, reporter);
}

std::string response_text(const Fields& fields) {
  const YamlNode* sd = fields.get("sd");
  return format("response of {} to {}: {} per {}{}", fields.get("response of")->text, fields.get("to")->text,
                fields.get("is")->text, fields.get("per")->text, sd ? format(" (sd {})", sd->text) : "");
}

std::optional<Assumption> parse_assumption(const YamlNode& node, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const Fields fields(node, Section::assumption, reporter);
  const YamlNode* of_node = fields.get("response of");
  const YamlNode* to_node = fields.get("to");
  const YamlNode* why = fields.get("why");
  if (of_node == nullptr) return std::nullopt;
  const auto of = parse_of(*of_node, context);
  if (!of) return std::nullopt;
  std::optional<Side> to;
  if (to_node != nullptr) to = parse_to(*to_node, *of, context);
  const auto is = read_move(fields, "is", *of, true, reporter);
  const auto sd = read_deviation(fields, *of, reporter);
  if (!to) return std::nullopt;
  const auto per = read_move(fields, "per", *to, false, reporter);
  if (!is || !sd || !per || why == nullptr) return std::nullopt;
  return Assumption{.text = response_text(fields),
                    .of = of->name,
                    .to = to->name,
                    .per = {.value = *per, .unit = to->unit},
                    .is = {.value = *is, .unit = of->unit},
                    .sd = *sd,
                    .why = why->text,
                    .where = node.where};
}

}  // namespace

std::vector<Assumption> parse_assumptions(const YamlNode& list, const ParseContext& context) {
  std::vector<Assumption> assumptions;
  for (const YamlNode& item : list.items) {
    auto assumption = parse_assumption(item, context);
    if (!assumption) continue;
    const auto earlier = std::find_if(assumptions.begin(), assumptions.end(), [&](const Assumption& other) {
      return other.of == assumption->of && other.to == assumption->to;
    });
    if (earlier == assumptions.end()) {
      assumptions.push_back(std::move(*assumption));
      continue;
    }
    context.reporter.error(assumption->where, "duplicate-assumption",
                           format("'{}' is stated already (line {})", assumption->text, earlier->where.line),
                           "each response once");
  }
  return assumptions;
}

}  // namespace ebbtide
