// A condition on the net flow or the AUM of the total or of one member.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/fields.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Adds the condition; `on` is the entry of "flow", "cumulative_flow", "net_flow_pct_aum" or "aum". What the paths
// cannot be made to do exactly (sums of flows, AUM) and targets are reported with what to write instead.
void parse_flow_condition(const Fields& fields, const YamlEntry& on, const ParseContext& context,
                          std::vector<FlowCondition>& conditions);

}  // namespace ebbtide
