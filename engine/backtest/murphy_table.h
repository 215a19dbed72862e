// Murphy diagrams: is a model better by every score of a quantile, or only by some?
#pragma once

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

inline constexpr int kMurphyThresholds = 40;

// Mean elementary scores (stats/murphy.h) of the 5 and the 50 % quantile of the total's flow in % of the AUM at the
// origin, by track, horizon and model, on the outcomes that all models forecast. The thresholds are evenly spaced over
// all quantiles and outcomes of a track and horizon: outside them every curve is zero.
Table murphy_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
