// Which quantity a condition or a view binds, in one form for all ways of writing it, and which of them do not go
// together.
#pragma once

#include <vector>

#include "scenario/documents.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Of conditions on one quantity (values compared to 1e-9, relative, or absolute below 1):
//   - hard or target beside hard or target: redundant when they are alike, else contradictory;
//   - evidence beside hard or target: redundant, for a pinned quantity learns nothing from a sighting;
//   - bounds beside a hard value: redundant when it lies within them, else contradictory;
//   - bounds beside bounds: contradictory when they leave no room, redundant when one implies the other.
// Each condition is reported once.
void report_repeated_pins(const std::vector<MarketCondition>& conditions, Reporter& reporter);
// The same for flows. A flow pinned in USD and in % of AUM in one week is contradictory.
void report_repeated_pins(const std::vector<FlowCondition>& conditions, Reporter& reporter);
// The same for views on one statistic, where "is" counts as a hard value.
void report_repeated_views(const std::vector<View>& views, Reporter& reporter);

}  // namespace ebbtide
