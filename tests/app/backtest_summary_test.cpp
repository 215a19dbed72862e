#include "app/backtest_summary.h"

#include <gtest/gtest.h>

#include "backtest/coverage_table.h"
#include "backtest/skill.h"

namespace ebbtide {
namespace {

BacktestDefinition definition() {
  BacktestDefinition result;
  result.name = "weeks";
  result.title = "Weeks again";
  result.universe = "funds";
  result.horizons = {1};
  result.tracks = {Track::unconditional, Track::macro};
  result.levels = {Level::total, Level::assets};
  result.rivals = {"climatology_52", "ar1_t"};
  result.scores = {ScoreKind::crps, ScoreKind::pit, ScoreKind::energy};
  return result;
}

BacktestResult result() {
  BacktestResult result;
  for (int week = 0; week < 4; ++week) {
    const Date origin = add_weeks(*parse_date("2025-06-02"), week);
    const auto add = [&](const char* model, Level level, const char* score, const char* unit, double value) {
      result.scores.push_back({model, Track::unconditional, origin, 1, add_weeks(*parse_date("2025-06-06"), week),
                               level, "", "cumulative_net_flow", score, unit, value});
    };
    add("ebbtide", Level::total, "crps", "%", 0.9);
    add("climatology_52", Level::total, "crps", "%", 1.0);
    add("ebbtide", Level::total, "pit", "", week == 0 ? 0.99 : 0.5);
    add("ebbtide", Level::assets, "energy", "%", 0.6);
    add("climatology_52", Level::assets, "energy", "%", 0.5);
  }
  return result;
}

TEST(BacktestSummary, ShowsWhatWasComparedAndNoMore) {
  const BacktestDefinition weeks = definition();
  const std::string text =
      backtest_summary(weeks, skill_table(weeks, result()), coverage_table(weeks, result()), false);
  EXPECT_EQ(text,
            "weeks  Weeks again\n"
            "mean score in % of the AUM at the origin; skill over rivals in % with its standard error; share of "
            "outcomes in the 50 and 90 % intervals\n"
            "net flow\n"
            "  track  weeks    n     crps    climatology_52             ar1_t  50/90 %\n"
            "  U          1    4    0.900      +10.0 +- 0.0                 -    75/75\n"
            "net flow of assets\n"
            "  track  weeks    n   energy    climatology_52  50/90 %\n"
            "  U          1    4    0.600      -20.0 +- 0.0      -/-\n");
}

TEST(BacktestSummary, IsBoldWhereColourIs) {
  const BacktestDefinition weeks = definition();
  const std::string text = backtest_summary(weeks, skill_table(weeks, {}), coverage_table(weeks, {}), true);
  EXPECT_TRUE(text.starts_with("\x1b[1mweeks\x1b[0m  Weeks again\n")) << text;
}

}  // namespace
}  // namespace ebbtide
