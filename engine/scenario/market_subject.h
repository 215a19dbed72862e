// What a condition on the market is on: one market variable, or a weighted sum of some.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// The terms, their common unit, and how people would call it.
struct MarketSubject {
  std::vector<MarketTerm> terms;
  Unit unit = Unit::percent;
  std::string label;
};

// The value of `factor` (a name) or of `combination` (a map); what is wrong with it is reported.
std::optional<MarketSubject> parse_market_subject(const YamlNode& value, const ParseContext& context);

}  // namespace ebbtide
