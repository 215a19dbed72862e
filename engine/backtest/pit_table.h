// Where outcomes fell in their forecasts: histograms, and tests of what a right forecast promises of them.
#pragma once

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

inline constexpr std::size_t kPitBins = 10;

// Counts in ten bins and the mean, by level, target, track, horizon and model; of the total Neyman's smooth test of
// uniformity (stats/pit.h) on forecasts that do not overlap.
Table pit_table(const BacktestDefinition& definition, const BacktestResult& result);

// Of the total, on forecasts that do not overlap: how often outcomes missed the central 90 % interval and how often
// they lay in the worst twentieth, with the tests of stats/interval_misses.h. Members would not be independent.
Table misses_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
