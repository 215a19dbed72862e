// A small backtest of the shipped US funds, and one of its origins.
#pragma once

#include <vector>

#include "backtest/definition.h"
#include "backtest/forecast.h"
#include "backtest/origin.h"
#include "support/shipped_history.h"

namespace ebbtide::fixture {

inline Date day(const char* text) {
  return *parse_date(text);
}

inline BacktestDefinition small_backtest() {
  BacktestDefinition definition;
  definition.file = "small.yaml";
  definition.name = "small";
  definition.title = "Two origins";
  definition.universe = "us-spot-etf";
  definition.first_origin = day("2025-06-02");
  definition.last_origin = day("2025-06-09");
  definition.horizons = {1, 2};
  definition.tracks = {Track::unconditional, Track::macro, Track::macro_and_prices};
  definition.levels = {Level::total, Level::assets};
  definition.paths = 200;
  definition.seed = 7;
  definition.rivals = {"climatology_52", "ar1_t", "ar1_t_return", "aum_shares"};
  definition.scores = {ScoreKind::crps, ScoreKind::tail_crps, ScoreKind::wis,
                       ScoreKind::pit,  ScoreKind::energy,    ScoreKind::variogram};
  return definition;
}

// 2025-06-02, a Monday: the week to 2025-05-30 is known.
inline const Origin& shipped_origin() {
  static const Origin kOrigin = make_origin(shipped_history("us-spot-etf"), day("2025-06-02"), 7, {});
  return kOrigin;
}

inline KnownMarket shipped_market(Track track, int weeks) {
  return known_market(shipped_origin(), shipped_history("us-spot-etf").complete(), track, weeks);
}

// The shipped origin with a past of these flows (% of AUM) and no return, AUM 1,000 throughout, members unknown.
inline Origin origin_with_past(const std::vector<double>& flows) {
  Origin origin = shipped_origin();
  origin.past.clear();
  origin.past_members.clear();
  for (std::size_t t = 0; t < flows.size(); ++t) {
    const int weeks_before = static_cast<int>(flows.size() - t);
    origin.past.push_back({add_weeks(origin.week_one, -weeks_before), flows[t], 0.0, 0.0, 1000.0, 1000.0});
  }
  return origin;
}

}  // namespace ebbtide::fixture
