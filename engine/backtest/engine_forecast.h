// The engine's own forecast: what was known of the market as hard conditions on the shipped simulation.
#pragma once

#include <vector>

#include "backtest/forecast.h"
#include "scenario/scenario.h"

namespace ebbtide {

// A scenario whose conditions are the known market of weeks 1 to `weeks`, without what the origin's view tells by
// itself. Where every variable of every week is known nothing is left to draw, and the weeks are conditioned one by one
// (`path: sequential`), which then gives the same paths for less.
Scenario conditioned_scenario(const Origin& origin, const KnownMarket& market, int weeks);

// Forecasts for `horizons` (weeks, ascending), read off one simulation over the last of them: all conditions bind in
// each of them, so that several horizons belong in one call only where none conditions on weeks beyond another.
// One week ahead they carry their density: given parameters and market the flow is normal, so that the mixture over the
// paths is the forecast's own density, without the noise of a sample (Rao and Blackwell).
std::vector<Forecast> engine_forecasts(const Origin& origin, const KnownMarket& market,
                                       const std::vector<int>& horizons, std::uint64_t paths);

}  // namespace ebbtide
