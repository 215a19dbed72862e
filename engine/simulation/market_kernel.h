// Market paths of one theta group: the recursion of market_theta.h over lanes.
#pragma once

#include "model/market_theta.h"
#include "simulation/lanes.h"

namespace ebbtide {

// Weeks first_week .. first_week + weeks - 1 of paths(week, variable), given those before, from
// noise[(week * variables + variable) * kLanes + lane] (standard normal) and the square root of the mixing variable per
// lane.
void propagate_market(const MarketTheta& theta, const Matrix& volatility, const Matrix& last_values, const float* noise,
                      const Lanes& root_mixing, std::size_t first_week, std::size_t weeks, LaneGrid& paths);

}  // namespace ebbtide
