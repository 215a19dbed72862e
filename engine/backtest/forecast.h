// A forecast as draws, by the engine or by a rival: the one form in which all of them are scored.
#pragma once

#include <cstdint>
#include <vector>

#include "backtest/origin.h"

namespace ebbtide {

// Draws of the horizon's last week. Draw i of the flow, of AUM and of every member belong together, where a model
// forecasts several of them; what it does not forecast is empty.
struct Forecast {
  std::size_t group_size = 1;                         // consecutive draws that share parameters
  std::vector<double> flow_musd;                      // total, added up from week 1
  std::vector<double> aum_musd;                       // total, closing
  std::vector<std::vector<double>> member_flow_musd;  // as flow_musd, by column of model/cube.h
};

struct ForecastTask {
  const Origin& origin;
  const KnownMarket& market;  // at least `weeks` weeks; what lies beyond is not read
  int weeks = 1;
  std::uint64_t draws = 0;
  const Forecast* engine = nullptr;  // the engine's own of the same track and weeks
};

}  // namespace ebbtide
