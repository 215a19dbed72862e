// The `conditions` of a scenario: what the market and the flows are made to do.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct ParsedConditions {
  std::vector<MarketCondition> market;
  std::vector<FlowCondition> flow;
};

// Conditions that bind one quantity twice, or leave it no room, are found here; those that do so only together with
// others are left to the model.
ParsedConditions parse_conditions(const YamlNode& list, const ParseContext& context);

}  // namespace ebbtide
