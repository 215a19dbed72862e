// A condition on market variables: a change, a move over weeks, or bounds on one.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/fields.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Adds one condition per bound quantity: a list of changes gives one for each week that is not left free. `on` is the
// entry of `factor` or `combination`, or nullptr when that was reported; the rest is then checked as far as it can be.
void parse_market_condition(const Fields& fields, const YamlEntry* on, const ParseContext& context,
                            std::vector<MarketCondition>& conditions);

}  // namespace ebbtide
