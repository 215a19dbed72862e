// A backtest's results as typed tables (docs/backtest-format.md).
#pragma once

#include <vector>

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

// One forecast a row, its scores as columns; of single members the engine's alone.
Table scores_table(const BacktestDefinition& definition, const BacktestResult& result);
// One forecast of the total a row.
Table quantiles_table(const BacktestDefinition& definition, const BacktestResult& result);
// One row per origin and horizon: what was known and what came.
Table origins_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
