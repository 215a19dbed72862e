// How far past flows spread: the yardstick of the joint score of tail quantile and shortfall, which all models share
// and none decides (stats/tail_score.h).
#pragma once

#include <optional>

#include "backtest/origin.h"

namespace ebbtide {

// Standard deviation of the flows of all past windows of that many weeks, scaled to the AUM of the origin, in million
// USD. Empty with fewer than 20 windows, or where they are all alike.
std::optional<double> flow_spread(const Origin& origin, int weeks);

}  // namespace ebbtide
