// Score rows of the total's flow in track M, one origin a week.
#pragma once

#include <string>

#include "backtest/run_backtest.h"
#include "support/backtest_sample.h"

namespace ebbtide::fixture {

inline ScoreRow score_row(const std::string& model, int week, const std::string& score, double value, int weeks = 1) {
  return {model,
          Track::macro,
          add_weeks(day("2025-06-02"), week),
          weeks,
          add_weeks(day("2025-06-06"), week + weeks - 1),
          Level::total,
          "",
          "cumulative_net_flow",
          score,
          score == "pit" ? "" : "%",
          value};
}

inline BacktestDefinition scored_definition() {
  BacktestDefinition result = small_backtest();
  result.universe = "funds";
  result.tracks = {Track::macro};
  result.horizons = {1, 4};
  result.rivals = {"ar1_t", "climatology"};
  return result;
}

}  // namespace ebbtide::fixture
