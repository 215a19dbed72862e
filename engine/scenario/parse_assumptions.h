// The `assumptions` of a scenario: responses that its author states in place of those of the data.
#pragma once

#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Only responses that the model's equations hold: of a market variable to one before it in market.yaml (of a satellite
// to its own market variable alone), or of the flow to the return. An alias gives its sign to the size.
std::vector<Assumption> parse_assumptions(const YamlNode& list, const ParseContext& context);

}  // namespace ebbtide
