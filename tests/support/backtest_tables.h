// A small finished backtest as tables: the engine and two rivals, 40 weeks, two tracks, two horizons.
#pragma once

#include "backtest/backtest_results.h"
#include "random/boost_draws.h"
#include "support/score_rows.h"

namespace ebbtide::fixture {

// ar1_t scores a fifth worse than the engine, climatology_52 alike but for noise; the engine's intervals hold.
inline BacktestResults backtest_tables() {
  BacktestDefinition definition = scored_definition();
  definition.title = "Weeks again";
  definition.about = "Weeks that a test made up.";
  definition.tracks = {Track::unconditional, Track::macro};
  definition.levels = {Level::total};
  definition.rivals = {"climatology_52", "ar1_t"};
  BacktestResult result;
  PlaceEngine draws(4, {});
  for (int week = 0; week < 40; ++week) {
    const Date origin = add_weeks(day("2025-06-02"), week);
    for (const int weeks : definition.horizons) {
      const double came = 100.0 * normal_draw(draws), score = 1.0 + 0.2 * uniform_open01_draw(draws);
      result.origins.push_back({origin, add_weeks(day("2025-06-06"), week), weeks,
                                add_weeks(day("2025-06-06"), week + weeks - 1), 50'000.0, came, std::nullopt});
      for (const Track track : definition.tracks) {
        const auto add = [&](const char* model, const char* kind, double value) {
          result.scores.push_back(score_row(model, week, kind, value, weeks));
          result.scores.back().track = track;
        };
        add("ebbtide", "crps", score);
        add("ebbtide", "pit", uniform_open01_draw(draws));
        add("climatology_52", "crps", score + 0.02 * normal_draw(draws));
        add("ar1_t", "crps", 1.25 * score);
        for (const char* model : {"ebbtide", "climatology_52", "ar1_t"})
          result.quantiles.push_back(
              {model, track, origin, weeks, "cumulative_net_flow", -164.0, -67.0, 1.0, 67.0, 164.0, -206.0});
      }
    }
  }
  return tabulate_backtest(definition, result);
}

}  // namespace ebbtide::fixture
