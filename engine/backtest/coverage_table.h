// Whether the stated intervals held what they were to hold.
#pragma once

#include <array>

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

inline constexpr std::array kCoverageLevels = {50, 80, 90, 95};  // percent, central intervals

// Share of outcomes inside the central intervals, by level, target, track, horizon and model; from PITs. Beside it the
// band of shares that a right forecast keeps, all four at once, with 99 % probability:
//   binomial   of single series whose forecasts do not overlap: exact (stats/coverage.h)
//   bootstrap  of overlapping forecasts and of members, which go together: around the nominal share by as many standard
//              errors as the largest deviation of the four has in 99 % of resampled runs of origins, at least the
//              normal's; no standard error is taken below that of independent outcomes. A little too narrow, as
//              stats/block_bootstrap.h says.
Table coverage_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
