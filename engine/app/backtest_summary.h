// What the terminal says of a finished backtest.
#pragma once

#include <string>

#include "backtest/definition.h"
#include "core/table.h"

namespace ebbtide {

// By track and horizon: mean CRPS, skill over the chief rivals with its standard error, coverage; flow first, then AUM.
// The tables are those of backtest/skill.h.
std::string backtest_summary(const BacktestDefinition& definition, const Table& skill, const Table& coverage,
                             bool color);

}  // namespace ebbtide
