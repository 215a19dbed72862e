// The workbook of a backtest: where the model is good and where not, in words first, then the numbers and native charts
// behind them (docs/backtest-format.md lists the sheets).
#pragma once

#include <string>

#include "backtest/backtest_results.h"

namespace ebbtide {

// Writes `path`; `run_hash` names the backtest it belongs to. Equal arguments give equal bytes. Throws as
// write_workbook does.
void write_backtest_workbook(const BacktestResults& results, const std::string& run_hash, const std::string& path);

}  // namespace ebbtide
