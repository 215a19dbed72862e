// The `conditions` of a scenario: what the market is made to do.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// One condition per pinned quantity: a list of changes gives one for each week that is not left free. Conditions that
// pin one quantity twice are found here; combinations that do so only together are left to the model.
std::vector<MarketCondition> parse_conditions(const YamlNode& list, const ParseContext& context);

}  // namespace ebbtide
