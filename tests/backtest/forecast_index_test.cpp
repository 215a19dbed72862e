#include "backtest/forecast_index.h"

#include <gtest/gtest.h>

#include "support/score_rows.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::score_row;
using fixture::scored_definition;

TEST(ForecastKeys, ComeInTheOrderOfTables) {
  const auto keys = forecast_keys(scored_definition());
  ASSERT_EQ(keys.size(), 8U);  // two levels, two targets, one track, two horizons
  EXPECT_EQ(keys[1], (ForecastKey{Level::total, "cumulative_net_flow", Track::macro, 4}));
  EXPECT_EQ(keys[2].target, "aum");
  EXPECT_EQ(models_of(scored_definition()), (std::vector<std::string>{"ebbtide", "ar1_t", "climatology"}));
}

TEST(ScoreIndex, FindsScoresOfOneKindInPercent) {
  BacktestResult result;
  result.scores = {score_row("ebbtide", 0, "crps", 0.5), score_row("ebbtide", 0, "wis", 0.7),
                   score_row("ebbtide", 0, "crps", 900.0), score_row("ar1_t", 0, "crps", 0.6, 4)};
  result.scores[2].unit = "musd";
  const ScoreIndex index(result, ScoreKind::crps);
  const ForecastKey one{Level::total, "cumulative_net_flow", Track::macro, 1};
  ASSERT_NE(index.find("ebbtide", one), nullptr);
  EXPECT_EQ(*index.find("ebbtide", one), (ByOutcome{{{day("2025-06-02"), ""}, 0.5}}));
  EXPECT_EQ(index.find("ar1_t", one), nullptr);
}

TEST(CommonScores, AreMeansOverMembersThatAllModelsForecast) {
  const Date first = day("2025-06-02"), second = day("2025-06-09");
  const ByOutcome own = {{{first, "A"}, 1.0}, {{first, "B"}, 3.0}, {{second, "A"}, 5.0}, {{second, "B"}, 9.0}};
  const ByOutcome other = {{{first, "A"}, 2.0}, {{first, "B"}, 2.0}, {{second, "B"}, 4.0}};
  const CommonScores common = common_scores({&own, &other});
  EXPECT_EQ(common.origins, (std::vector<Date>{first, second}));
  EXPECT_EQ(common.values[0], (std::vector<double>{2.0, 9.0}));
  EXPECT_EQ(common.values[1], (std::vector<double>{2.0, 4.0}));
  EXPECT_TRUE(common_scores({&own, &other, std::make_unique<ByOutcome>().get()}).origins.empty());
}

TEST(Apart, ChoosesForecastsThatDoNotOverlap) {
  std::vector<Date> origins;
  for (const int week : {0, 1, 2, 3, 4, 9, 12, 13}) origins.push_back(add_weeks(day("2025-06-02"), week));
  EXPECT_EQ(apart(origins, 1).size(), 8U);
  EXPECT_EQ(apart(origins, 4), (std::vector<std::size_t>{0, 4, 5, 7}));
}

}  // namespace
}  // namespace ebbtide
