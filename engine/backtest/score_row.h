// One score of one forecast, as scores.csv lists it.
#pragma once

#include <string>

#include "backtest/definition.h"

namespace ebbtide {

struct ScoreRow {
  std::string model;  // "ebbtide" or a rival's name
  Track track = Track::unconditional;
  Date origin;
  int weeks = 1;  // the horizon
  Date target_week;
  Level level = Level::total;
  std::string member;  // empty: the total, or all members of the level together
  std::string target;  // "cumulative_net_flow" or "aum"
  std::string score;   // as score_kind_text
  std::string unit;    // of the value: "musd", "%" of the AUM at the origin, or none
  double value = 0.0;
};

}  // namespace ebbtide
