// The `feedback` of a scenario: whether flows move prices.
#pragma once

#include <optional>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// nullopt for `price impact: none`. Flow conditions of a structural scenario must be hard: they are shocks from
// outside, and no sighting or bound tells where such a shock comes from.
std::optional<PriceImpact> parse_feedback(const YamlNode& node, const Scenario& scenario, const ParseContext& context);

}  // namespace ebbtide
