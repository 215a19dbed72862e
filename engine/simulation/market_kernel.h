// Market paths of one theta group: the recursion of market_theta.h over lanes, then the move onto the constraints.
#pragma once

#include <vector>

#include "model/conditioner.h"
#include "model/market_theta.h"
#include "simulation/lanes.h"

namespace ebbtide {

// paths(week, variable) from noise[(week * variables + variable) * stride + lane] (standard normal) and the square root
// of the mixing variable per lane.
void propagate_market(const MarketTheta& theta, const Matrix& volatility, const Matrix& last_values, const float* noise,
                      std::size_t stride, const Lanes& root_mixing, LaneGrid& paths);

// Moves every lane onto the constraints: paths += gain (f - C paths).
void impose_constraints(const std::vector<LinearConstraint>& constraints, const Conditioning& conditioning,
                        LaneGrid& paths);

}  // namespace ebbtide
