// The weeks as an origin saw them, for models outside the program: what its rivals are fitted to, and the returns that
// a forecast knows in track MP. Nothing else of the weeks ahead is in it.
#pragma once

#include <optional>
#include <vector>

#include "backtest/definition.h"
#include "backtest/origin.h"
#include "core/table.h"

namespace ebbtide {

struct OriginWeek {
  Date origin;
  int week = 0;  // 1: the first that is forecast; the past ends with 0
  Date week_end;
  // Of a past week, in % of the AUM it opened with; the calibration's mean where nobody published it, with its sd.
  std::optional<double> flow_percent;
  std::optional<double> flow_percent_sd;
  // AUM-weighted, simple, %. Ahead: of the assets held at the origin; empty where a price never became known.
  std::optional<double> return_percent;
};

// The past of an origin, then `weeks` weeks ahead of it. prices: what track MP knows of them.
std::vector<OriginWeek> weeks_of(const Origin& origin, const KnownMarket& prices, int weeks);

Table origin_weeks_table(const BacktestDefinition& definition, const std::vector<OriginWeek>& weeks);

}  // namespace ebbtide
