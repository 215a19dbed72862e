// What the terminal says of a finished backtest.
#pragma once

#include <string>

#include "backtest/definition.h"
#include "core/table.h"

namespace ebbtide {

// By track and horizon: mean score, skill over the chief rivals with its standard error, coverage; the total's flow
// first, then AUM and members. The tables are those of backtest/skill.h and backtest/coverage_table.h.
std::string backtest_summary(const BacktestDefinition& definition, const Table& skill, const Table& coverage,
                             bool color);

}  // namespace ebbtide
