// Quantiles of one forecast of the total, as quantiles.csv lists them.
#pragma once

#include <string>

#include "backtest/definition.h"

namespace ebbtide {

// In million USD.
struct QuantileRow {
  std::string model;  // "ebbtide" or a rival's name
  Track track = Track::unconditional;
  Date origin;
  int weeks = 1;       // the horizon
  std::string target;  // "cumulative_net_flow" or "aum"
  double q05 = 0.0;
  double q25 = 0.0;
  double q50 = 0.0;
  double q75 = 0.0;
  double q95 = 0.0;
  double shortfall_05 = 0.0;  // mean of the worst twentieth
};

}  // namespace ebbtide
