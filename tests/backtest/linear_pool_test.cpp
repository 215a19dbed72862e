#include "backtest/linear_pool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/contract.h"
#include "stats/crps.h"
#include "stats/linear_pool.h"
#include "support/backtest_sample.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::TestDraws;

constexpr const char* kFlow = "cumulative_net_flow";

struct Weeks {
  std::vector<ScoreRow> scores;
  std::vector<PoolDistance> distances;
};

// Weekly forecasts of one track and horizon by two normals a unit of musd wide; the outcome is the engine's with
// probability `share`. It is public 5 days after the horizon's last week.
Weeks simulated_weeks(double share, std::size_t count, int weeks, std::uint64_t seed) {
  TestDraws draws(seed);
  const fixture::ForecastLaw own = fixture::normal_law(), other = fixture::normal_law(1.5);
  const std::vector<double> x = own.grid(300), y = other.grid(300);
  const double distance = fair_cramer_distance({x, 1}, {y, 1});
  Weeks result;
  for (std::size_t i = 0; i < count; ++i) {
    const Date origin = add_weeks(day("2025-01-20"), static_cast<int>(i));
    const Date target = add_weeks(day("2025-01-24"), static_cast<int>(i) + weeks - 1);
    const double came = (draws.uniform() < share ? own : other).draw(draws);
    const auto add = [&](const char* model, const char* score, const char* unit, double value) {
      result.scores.push_back(
          {model, Track::macro, origin, weeks, target, Level::total, "", kFlow, score, unit, value});
    };
    add("ebbtide", "crps", "musd", fair_crps(x, came));
    add("ebbtide", "crps", "%", 1e9);  // of no use here: the pass takes amounts
    add("ebbtide", "pit", "", 0.2);
    add("ar1_t", "crps", "musd", fair_crps(y, came));
    add("ar1_t", "pit", "", 0.6);
    PoolDistance place{Track::macro, origin, weeks, target, kFlow, add_weeks(origin, weeks), 100.0, distance};
    result.distances.push_back(place);
  }
  return result;
}

double value_of(const std::vector<ScoreRow>& scores, Date origin, const std::string& score, const std::string& unit) {
  for (const ScoreRow& row : scores) {
    if (row.origin == origin && row.score == score && row.unit == unit) return row.value;
  }
  ADD_FAILURE() << "no " << score;
  return 0.0;
}

TEST(LinearPool, LearnsTheShareFromPastForecasts) {
  const Weeks weeks = simulated_weeks(0.7, 2000, 1, 1);
  const PoolScores pool = pool_scores(weeks.scores, "ebbtide", weeks.distances);
  ASSERT_EQ(pool.weights.size(), 2000U);
  EXPECT_EQ(pool.weights.back().past_forecasts, 1999U);
  // One standard error of the weight after 2,000 forecasts is 0.02 (tests/stats/linear_pool_test.cpp has the formula).
  EXPECT_NEAR(pool.weights.back().engine_weight, 0.7, 0.08);
}

TEST(LinearPool, WeighsBothAlikeUntilItHasAPast) {
  const Weeks weeks = simulated_weeks(0.9, 30, 4, 2);
  const PoolScores pool = pool_scores(weeks.scores, "ebbtide", weeks.distances);
  // The first outcome is public at the fifth origin, so that the twelfth knows eight.
  for (std::size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(pool.weights[i].past_forecasts, i < 4 ? 0 : i - 3) << i;
    if (i < 11) {
      EXPECT_EQ(pool.weights[i].engine_weight, 0.5) << i;
    }
  }
  EXPECT_NE(pool.weights[11].engine_weight, 0.5);
}

// Everything published after an origin is made up: neither its weight nor its scores may move.
TEST(LinearPool, KnowsNoOutcomeOfItsFuture) {
  const Weeks honest = simulated_weeks(0.6, 40, 4, 3);
  const PoolScores before = pool_scores(honest.scores, "ebbtide", honest.distances);
  for (std::size_t at = 0; at < 40; ++at) {
    Weeks scrambled = honest;
    const Date origin = honest.distances[at].origin;
    for (ScoreRow& row : scrambled.scores) {
      if (row.origin != origin && add_weeks(row.origin, 4) > origin) row.value = 7.0 - row.value;
    }
    const PoolScores after = pool_scores(scrambled.scores, "ebbtide", scrambled.distances);
    EXPECT_EQ(after.weights[at].engine_weight, before.weights[at].engine_weight) << at;
    EXPECT_EQ(value_of(after.scores, origin, "crps", "musd"), value_of(before.scores, origin, "crps", "musd")) << at;
  }
  // A pass that took outcomes as known on their own origin's day would have looked ahead, and shows.
  Weeks leaky = honest;
  for (PoolDistance& each : leaky.distances) each.published = each.origin;
  const PoolScores leaked = pool_scores(leaky.scores, "ebbtide", leaky.distances);
  EXPECT_NE(leaked.weights[20].engine_weight, before.weights[20].engine_weight);
}

TEST(LinearPool, KeepsTracksHorizonsAndTargetsApart) {
  Weeks all = simulated_weeks(0.9, 30, 1, 4);
  const PoolScores alone = pool_scores(all.scores, "ebbtide", all.distances);
  Weeks more = simulated_weeks(0.1, 30, 2, 5);
  for (ScoreRow& row : more.scores) row.target = "aum";
  for (PoolDistance& each : more.distances) each.target = "aum";
  all.scores.insert(all.scores.end(), more.scores.begin(), more.scores.end());
  all.distances.insert(all.distances.end(), more.distances.begin(), more.distances.end());
  const PoolScores together = pool_scores(all.scores, "ebbtide", all.distances);
  for (std::size_t i = 0; i < 30; ++i)
    EXPECT_EQ(together.weights[i].engine_weight, alone.weights[i].engine_weight) << i;
}

TEST(LinearPool, ScoresAsTheJoinedLawDoes) {
  const Weeks weeks = simulated_weeks(0.5, 1, 1, 6);
  const PoolScores pool = pool_scores(weeks.scores, "ebbtide", weeks.distances);
  const Date origin = weeks.distances.front().origin;
  const double own = weeks.scores[0].value, partner = weeks.scores[3].value;
  const double expected = 0.5 * (own + partner) - 0.25 * weeks.distances.front().crps_musd;
  EXPECT_DOUBLE_EQ(value_of(pool.scores, origin, "crps", "musd"), expected);
  EXPECT_DOUBLE_EQ(value_of(pool.scores, origin, "crps", "%"), expected);  // AUM is 100
  EXPECT_DOUBLE_EQ(value_of(pool.scores, origin, "pit", ""), 0.4);
  EXPECT_EQ(pool.scores.front().model, kLinearPool);
  EXPECT_EQ(pool.scores.front().target_week, day("2025-01-24"));
}

TEST(LinearPool, HasDistancesOfWhatBothForecast) {
  Forecast engine, partner;
  engine.flow_musd = {-2.0, 0.0, 2.0};
  engine.aum_musd = {1.0, 2.0, 3.0};
  partner.flow_musd = {4.0, 6.0};
  const auto only_flow = pool_distances(engine, partner, {}, -1.0);
  ASSERT_EQ(only_flow.size(), 1U);
  // E|x - y| = 5, E|x - x'| / 2 = 4/3, E|y - y'| / 2 = 1.
  EXPECT_NEAR(only_flow[0].crps_musd, 5.0 - 4.0 / 3.0 - 1.0, 1e-12);
  // Below -1 the engine's draws are -2, -1, -1 and the partner's are all -1: 1/3 - 1/3.
  EXPECT_NEAR(*only_flow[0].tail_crps_musd, 0.0, 1e-12);
  partner.aum_musd = {2.0, 2.0};
  const auto both = pool_distances(engine, partner, {}, std::nullopt);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[1].target, "aum");
  EXPECT_FALSE(both[0].tail_crps_musd.has_value());
  EXPECT_TRUE(pool_distances(engine, {}, {}, std::nullopt).empty());
}

}  // namespace
}  // namespace ebbtide
