// Can the engine be told from its rivals? Tests on mean scores over the forecasts that all of them made.
#pragma once

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

// A forecast is in the model confidence set where its p value is at least this.
inline constexpr double kConfidenceSetLevel = 0.10;

// By score, level, target, track and horizon every model that made the forecasts: Diebold and Mariano's test of the
// engine against it (stats/diebold_mariano.h), and whether it can be separated from the best of them
// (stats/confidence_set.h, run length as of all errors here). Of every score but pit; of members as in skill_table.
Table tests_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
