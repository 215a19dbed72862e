#include "scenario/parse_conditions.h"

#include "scenario/fields.h"
#include "scenario/parse_flow_condition.h"
#include "scenario/parse_market_condition.h"
#include "scenario/pinned_quantity.h"

namespace ebbtide {
namespace {

void parse_condition(const YamlNode& node, const ParseContext& context, ParsedConditions& conditions) {
  const Fields fields(node, Section::condition, context.reporter);
  if (!node.is_map()) return;
  const YamlEntry* on =
      exactly_one(fields, {"factor", "combination", "flow", "cumulative_flow", "net_flow_pct_aum", "aum"},
                  "what the condition is on", context.reporter);
  const auto flow = fields.present({"flow", "cumulative_flow", "net_flow_pct_aum", "aum"});
  if (flow.empty()) {
    parse_market_condition(fields, on, context, conditions.market);
  } else if (on != nullptr) {
    parse_flow_condition(fields, *on, context, conditions.flow);
  }
}

}  // namespace

ParsedConditions parse_conditions(const YamlNode& list, const ParseContext& context) {
  ParsedConditions conditions;
  for (const YamlNode& item : list.items) parse_condition(item, context, conditions);
  report_repeated_pins(conditions.market, context.reporter);
  report_repeated_pins(conditions.flow, context.reporter);
  return conditions;
}

}  // namespace ebbtide
