// The `drivers` of a scenario: whose shocks may deliver the conditions on a market variable.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// `conditions` are the good ones; nullptr when some were reported, and the rules are then not held against them. A rule
// is for hard and target conditions on the variable alone: one without any is reported, and so is a condition of
// another kind, or a combination, on a variable with a rule.
std::vector<DriverRule> parse_drivers(const YamlNode& map, const std::vector<MarketCondition>* conditions,
                                      const ParseContext& context);

}  // namespace ebbtide
