// What the gates found, as a table.
#pragma once

#include "backtest/gates.h"
#include "core/table.h"

namespace ebbtide {

Table gate_table(const BacktestDefinition& definition, const std::vector<GateOutcome>& outcomes);

}  // namespace ebbtide
