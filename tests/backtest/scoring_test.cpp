#include "backtest/scoring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "model/cube.h"
#include "stats/tail_score.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_origin;
using fixture::small_backtest;

struct Case {
  Forecast forecast;
  Outcome outcome;
};

Case small_case() {
  const std::size_t members = fund_columns(shipped_origin().funds()).size();
  Case result;
  result.forecast.flow_musd = {4.0, 1.0, 7.0, 2.0};
  result.outcome.target_week = day("2025-06-06");
  result.outcome.flow_musd = 3.0;
  result.outcome.member_flow_musd.resize(members);
  return result;
}

std::optional<double> value_of(const std::vector<ScoreRow>& rows, Level level, const std::string& score,
                               const std::string& unit) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const ScoreRow& row) {
    return row.level == level && row.score == score && row.unit == unit;
  });
  return found == rows.end() ? std::nullopt : std::optional(found->value);
}

std::vector<ScoreRow> rows_of(const Case& c, const BacktestDefinition& definition,
                              std::optional<double> threshold = std::nullopt) {
  return score_forecast(shipped_origin(), {"model", Track::macro, 1, c.forecast, c.outcome, threshold}, definition);
}

TEST(Scoring, GivesTheTotalInUsdAndInPercentOfAum) {
  const auto rows = rows_of(small_case(), small_backtest());
  // Fair CRPS of {1, 2, 4, 7} at 3: 1/3 (methods: Gneiting and Raftery, fair form of Ferro).
  EXPECT_NEAR(*value_of(rows, Level::total, "crps", "musd"), 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(*value_of(rows, Level::total, "crps", "%"), 100.0 / 3.0 / shipped_origin().opening_aum_musd(), 1e-12);
  const double pit = *value_of(rows, Level::total, "pit", "");
  EXPECT_GT(pit, 2.0 / 5.0);
  EXPECT_LT(pit, 3.0 / 5.0);
  EXPECT_TRUE(value_of(rows, Level::total, "wis", "musd").has_value());
  EXPECT_FALSE(value_of(rows, Level::total, "tail_crps", "musd").has_value());
  EXPECT_EQ(rows.front().model, "model");
  EXPECT_EQ(rows.front().origin, shipped_origin().as_of);
  EXPECT_EQ(rows.front().target, "cumulative_net_flow");
}

TEST(Scoring, WeighsTheTailBelowTheThreshold) {
  // Below 0 there is neither a draw nor the outcome; below 100 there is all.
  EXPECT_NEAR(*value_of(rows_of(small_case(), small_backtest(), 0.0), Level::total, "tail_crps", "musd"), 0.0, 1e-12);
  EXPECT_NEAR(*value_of(rows_of(small_case(), small_backtest(), 100.0), Level::total, "tail_crps", "musd"), 1.0 / 3.0,
              1e-12);
}

// The joint score and the density score as engine/stats makes them, in % of AUM.
TEST(Scoring, ScoresTheTailTogetherAndTheDensityWhereThereIsOne) {
  BacktestDefinition definition = small_backtest();
  definition.scores = {ScoreKind::var_es, ScoreKind::log};
  Case c = small_case();
  EXPECT_TRUE(rows_of(c, definition).empty()) << "no spread, no density";
  const double percent = 0.01 * shipped_origin().opening_aum_musd();
  c.forecast.flow_density.add(3.0 - percent, percent, std::numeric_limits<double>::infinity());
  const ScoredForecast scored{"model", Track::macro, 1, c.forecast, c.outcome, std::nullopt, 2.0};
  const auto rows = score_forecast(shipped_origin(), scored, definition);
  // Draws 1, 2, 4, 7: the 5 % quantile is 1.15, the mean of the lowest twentieth 1.
  EXPECT_NEAR(*value_of(rows, Level::total, "var_es", "musd"), tail_score(1.15, 1.0, 0.05, 2.0, 3.0), 1e-12);
  // In % of AUM the law is N(y - 1, 1).
  EXPECT_NEAR(*value_of(rows, Level::total, "log", "nats"), 0.5 + 0.5 * std::log(2.0 * std::numbers::pi), 1e-9);
  const auto quantiles = quantiles_of(shipped_origin(), scored);
  ASSERT_EQ(quantiles.size(), 1U);
  EXPECT_EQ(quantiles[0].q50, 3.0);
  EXPECT_EQ(quantiles[0].shortfall_05, 1.0);
}

TEST(Scoring, TakesTheSpreadBetweenGroupsThatShareParameters) {
  Case c = small_case();
  c.forecast.flow_musd = {1.0, 1.0, 7.0, 7.0};
  c.forecast.group_size = 2;
  // mean |x - 3| = 3; pairs of different groups all lie 6 apart: 3 - 3 = 0. Over all pairs it would be 3 - 2.
  EXPECT_NEAR(*value_of(rows_of(c, small_backtest()), Level::total, "crps", "musd"), 0.0, 1e-12);
}

TEST(Scoring, TakesTheSpreadOfTheTailBetweenGroupsToo) {
  Case c = small_case();
  c.forecast.flow_musd = {1.0, 1.0, 7.0, 7.0};
  c.forecast.group_size = 2;
  EXPECT_NEAR(*value_of(rows_of(c, small_backtest(), 100.0), Level::total, "tail_crps", "musd"), 0.0, 1e-12);
}

// All spread lies between groups, and the first 1,000 draws are of one half of them.
TEST(Scoring, TakesJointDrawsFromDifferentGroups) {
  Case c = small_case();
  const double unit = 0.01 * shipped_origin().opening_aum_musd();
  c.forecast.flow_musd.clear();
  c.forecast.group_size = 8;
  c.forecast.member_flow_musd.resize(c.outcome.member_flow_musd.size());
  for (int draw = 0; draw < 4000; ++draw) {
    for (const std::size_t m : {0U, 1U}) c.forecast.member_flow_musd[m].push_back(draw < 2000 ? -unit : unit);
  }
  c.outcome.member_flow_musd[0] = c.outcome.member_flow_musd[1] = 0.0;
  const double pairs_apart = 250.0 * 250.0 / (500.0 * 499.0 / 2.0);
  EXPECT_NEAR(*value_of(rows_of(c, small_backtest()), Level::assets, "energy", "%"),
              std::sqrt(2.0) * (1.0 - pairs_apart), 1e-10);
}

TEST(Scoring, LeavesOutWhatIsNotForecastOrNotKnown) {
  Case c = small_case();
  c.outcome.aum_musd = 5.0;
  for (const ScoreRow& row : rows_of(c, small_backtest())) EXPECT_NE(row.target, "aum");
  c.outcome.flow_musd.reset();
  EXPECT_TRUE(rows_of(c, small_backtest()).empty());
  BacktestDefinition definition = small_backtest();
  definition.scores = {ScoreKind::pit};
  EXPECT_EQ(rows_of(small_case(), definition).size(), 1U);
}

TEST(Scoring, ScoresMembersOneByOneAndTogether) {
  Case c = small_case();
  const double unit = 0.01 * shipped_origin().opening_aum_musd();  // 1 % of AUM
  c.forecast.member_flow_musd.resize(c.outcome.member_flow_musd.size());
  // The first two members are Bitcoin and Ether.
  c.forecast.member_flow_musd[0] = {0.0, unit, -unit};
  c.forecast.member_flow_musd[1] = {0.0, 2.0 * unit, unit};
  c.outcome.member_flow_musd[0] = 0.5 * unit;
  c.outcome.member_flow_musd[1] = 0.5 * unit;
  const auto rows = rows_of(c, small_backtest());
  // Fair energy score of (0,0), (1,2), (-1,1) at (.5,.5).
  EXPECT_NEAR(*value_of(rows, Level::assets, "energy", "%"), 0.30873656089, 1e-10);
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(),
                          [](const ScoreRow& row) {
                            return row.level == Level::assets && row.score == "crps" && row.unit == "musd";
                          }),
            2);
  // So few draws as to have no variogram score that others could be compared with.
  EXPECT_FALSE(value_of(rows, Level::assets, "variogram", "%").has_value());
}

TEST(Scoring, ScoresCellsInTheirOwnLevel) {
  Case c = small_case();
  const double unit = 0.01 * shipped_origin().opening_aum_musd();
  c.forecast.member_flow_musd.resize(c.outcome.member_flow_musd.size());
  const std::size_t first = shipped_origin().funds().members.size();
  c.forecast.member_flow_musd[first] = {0.0, unit, -unit};
  c.forecast.member_flow_musd[first + 1] = {0.0, 2.0 * unit, unit};
  c.outcome.member_flow_musd[first] = c.outcome.member_flow_musd[first + 1] = 0.5 * unit;
  BacktestDefinition definition = small_backtest();
  definition.levels = {Level::cells};
  const auto rows = rows_of(c, definition);
  EXPECT_NEAR(*value_of(rows, Level::cells, "energy", "%"), 0.30873656089, 1e-10);
  EXPECT_EQ(rows.front().member, "Bitcoin / United States / iShares");
}

TEST(Outcomes, AreLookedUpByTheWeekTheyEnd) {
  const RealisedWeeks realised(fixture::shipped_history("us-spot-etf"), day("2025-06-06"), day("2025-06-20"));
  const Outcome outcome = outcome_of(realised, day("2025-06-06"), 2, fund_columns(shipped_origin().funds()));
  EXPECT_EQ(outcome.target_week, day("2025-06-13"));
  EXPECT_TRUE(outcome.flow_musd && outcome.aum_musd && outcome.member_flow_musd.front());
  EXPECT_TRUE(outcome.member_flow_musd.back());  // a cell
  EXPECT_EQ(*outcome.aum_musd, *realised.find(day("2025-06-13"))->aum_musd);
  const Outcome unknown = outcome_of(realised, day("2025-06-06"), 4, {});
  EXPECT_FALSE(unknown.is_known());
}

}  // namespace
}  // namespace ebbtide
