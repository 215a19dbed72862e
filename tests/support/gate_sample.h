// Score series and a definition whose gates watch them.
#pragma once

#include "backtest/gates.h"
#include "support/backtest_sample.h"

namespace ebbtide::fixture {

// Forty-odd weekly origins.
inline BacktestDefinition gated_definition() {
  BacktestDefinition definition = small_backtest();
  definition.first_origin = day("2025-01-06");
  definition.last_origin = add_weeks(definition.first_origin, 51);
  definition.gates = GateRules{{ScoreKind::crps, ScoreKind::energy}, 2.0, 2.0};
  return definition;
}

// The total's CRPS in track M at one week: 1, 1.01, 1.02 ... 1.09 over and over.
inline ScoreSeries score_series(int origins) {
  ScoreSeries series{ScoreKind::crps, Level::total, "cumulative_net_flow", Track::macro, 1, {}, {}};
  for (int i = 0; i < origins; ++i) {
    series.origins.push_back(add_weeks(gated_definition().first_origin, i));
    series.values.push_back(1.0 + 0.01 * (i % 10));
  }
  return series;
}

}  // namespace ebbtide::fixture
