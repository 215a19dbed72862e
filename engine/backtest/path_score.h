// The energy score of the flows of all horizons of an origin together: does a forecast know how they hang together,
// week upon week?
#pragma once

#include <optional>
#include <vector>

#include "backtest/forecast.h"
#include "backtest/score_row.h"

namespace ebbtide {

// The cumulative flow of the total at every horizon, in % of the AUM at the origin, of one forecast over the last of
// them: what the track knows, it knows of all weeks. `came_musd`: flow added up to each of `horizons` (weeks,
// ascending). Empty where the forecast has no earlier weeks or too few draws.
std::optional<double> path_energy_score(const Origin& origin, const Forecast& forecast,
                                        const std::vector<int>& horizons, const std::vector<double>& came_musd);

}  // namespace ebbtide
