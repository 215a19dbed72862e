// Which linear quantity a condition pins, in one form for all ways of writing it.
#pragma once

#include <vector>

#include "scenario/documents.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Reports every condition that pins the quantity of an earlier one: redundant when the values agree to 1e-9 (relative,
// or absolute in log percent and bp below 1), else contradictory.
void report_repeated_pins(const std::vector<MarketCondition>& conditions, Reporter& reporter);

}  // namespace ebbtide
