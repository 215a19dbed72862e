// The weights of the linear pool as a typed table (docs/backtest-format.md).
#pragma once

#include "backtest/run_backtest.h"
#include "core/table.h"

namespace ebbtide {

// One row per pooled forecast; none where the definition has no linear pool.
Table pool_table(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
