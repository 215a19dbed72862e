// Scores of a backtest, from forecast to score row: whoever states the law that the world draws from wins, and the
// model's own data fall evenly into its own forecasts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "backtest/engine_forecast.h"
#include "backtest/scoring.h"
#include "random/boost_draws.h"
#include "stats/pit.h"
#include "support/backtest_sample.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::shipped_market;
using fixture::shipped_origin;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double percent_of_aum() {
  return 0.01 * shipped_origin().opening_aum_musd();
}

// What a forecaster states of two assets, in % of AUM: normal, correlated by a half; the total is their sum.
struct Stated {
  double shift = 0.0;   // of the first asset, in its standard deviations
  double spread = 1.0;  // of both
};

struct TwoFlows {
  double first, second;
};

TwoFlows draw_flows(const Stated& law, PlaceEngine& draws) {
  const double common = normal_draw(draws), own = normal_draw(draws);
  return {0.3 + law.shift + law.spread * common, 0.1 + law.spread * (0.5 * common + std::sqrt(0.75) * own)};
}

Forecast forecast_of(const Stated& law, std::size_t count) {
  PlaceEngine draws(31, {});  // the same for every law: what they differ in is the law alone
  const double percent = percent_of_aum();
  Forecast forecast;
  forecast.member_flow_musd.resize(shipped_origin().funds().members.size());
  for (std::size_t i = 0; i < count; ++i) {
    const TwoFlows flows = draw_flows(law, draws);
    forecast.flow_musd.push_back(percent * (flows.first + flows.second));
    forecast.member_flow_musd[0].push_back(percent * flows.first);
    forecast.member_flow_musd[1].push_back(percent * flows.second);
  }
  forecast.flow_density.add(percent * (0.4 + law.shift), percent * law.spread * std::sqrt(3.0), kInfinity);
  return forecast;
}

using ScoresByKind = std::map<std::string, std::vector<double>>;

struct Sizes {
  std::size_t draws;  // of a forecast
  int outcomes;
};

ScoresByKind scores_of(const Stated& law, const std::vector<ScoreKind>& kinds, const Sizes& sizes) {
  BacktestDefinition definition = fixture::small_backtest();
  definition.scores = kinds;
  definition.paths = sizes.draws;
  const Forecast forecast = forecast_of(law, sizes.draws);
  const double percent = percent_of_aum();
  PlaceEngine world(77, {});
  ScoresByKind scores;
  for (int t = 0; t < sizes.outcomes; ++t) {
    const TwoFlows came = draw_flows({}, world);
    Outcome outcome;
    outcome.flow_musd = percent * (came.first + came.second);
    outcome.member_flow_musd.resize(forecast.member_flow_musd.size());
    outcome.member_flow_musd[0] = percent * came.first;
    outcome.member_flow_musd[1] = percent * came.second;
    const ScoredForecast scored{
        "model", Track::macro, 1, forecast, outcome, percent * (0.4 - 1.28 * std::sqrt(3.0)), percent * std::sqrt(3.0)};
    for (const ScoreRow& row : score_forecast(shipped_origin(), scored, definition)) {
      const bool is_joint = row.score == "energy" || row.score == "variogram";
      if (row.unit != "musd" && row.member.empty() && (row.level == Level::total || is_joint))
        scores[row.score].push_back(row.value);
    }
  }
  return scores;
}

// z of how much worse than the truth a law scores.
double z_of(const ScoresByKind& other, const ScoresByKind& truth, const std::string& score) {
  std::vector<double> differences;
  for (std::size_t t = 0; t < truth.at(score).size(); ++t)
    differences.push_back(other.at(score)[t] - truth.at(score)[t]);
  return fixture::paired_z(differences);
}

// The truth's own forecast is a sample as everyone's is, large enough for its worst twentieth to be
// known well. At 3 standard errors a score that did not see the difference would pass once in 740 times.
void expect_truth_preferred(const std::vector<ScoreKind>& kinds, const Sizes& sizes) {
  const ScoresByKind truth = scores_of({}, kinds, sizes);
  const ScoresByKind wide = scores_of({.spread = 1.3}, kinds, sizes);
  const ScoresByKind narrow = scores_of({.spread = 1.0 / 1.3}, kinds, sizes);
  const ScoresByKind shifted = scores_of({.shift = 0.3 * std::sqrt(3.0)}, kinds, sizes);  // 0.3 sd of the total
  for (const ScoreKind kind : kinds) {
    const std::string score(score_kind_text(kind));
    ASSERT_EQ(truth.at(score).size(), static_cast<std::size_t>(sizes.outcomes)) << score;
    EXPECT_GT(z_of(wide, truth, score), 3.0) << score;
    EXPECT_GT(z_of(narrow, truth, score), 3.0) << score;
    EXPECT_GT(z_of(shifted, truth, score), 3.0) << score;
  }
}

TEST(BacktestScores, OfTheTotalPreferTheLawThatTheWorldDrawsFrom) {
  expect_truth_preferred({ScoreKind::crps, ScoreKind::tail_crps, ScoreKind::wis, ScoreKind::var_es, ScoreKind::log},
                         {.draws = 2500, .outcomes = 9000});
}

TEST(BacktestScores, OfMembersTogetherPreferTheLawThatTheWorldDrawsFrom) {
  expect_truth_preferred({ScoreKind::energy, ScoreKind::variogram}, {.draws = 400, .outcomes = 4000});
}

// PITs of the model's own data: of every simulation one path is what came, one path of each other theta group the
// forecast, so that they are exchangeable and the PIT exactly uniform. A forecast that is `narrowing` times as wide.
std::vector<double> own_pits(Track track, int weeks, double narrowing) {
  constexpr std::size_t kGroups = 100, kSimulations = 400;
  BacktestDefinition definition = fixture::small_backtest();
  definition.scores = {ScoreKind::pit};
  definition.levels = {Level::total};
  const KnownMarket market = shipped_market(track, weeks);
  Origin origin = shipped_origin();
  std::vector<double> pits;
  for (std::size_t i = 0; i < kSimulations; ++i) {
    origin.seed = 1000 + i;
    Forecast paths = engine_forecasts(origin, market, {weeks}, 16 * (kGroups + 1)).front();
    Forecast forecast;
    for (std::size_t g = 0; g < kGroups; ++g) forecast.flow_musd.push_back(paths.flow_musd[g * paths.group_size]);
    Outcome outcome;
    outcome.flow_musd = paths.flow_musd[kGroups * paths.group_size];
    outcome.member_flow_musd.resize(origin.funds().members.size());
    std::sort(forecast.flow_musd.begin(), forecast.flow_musd.end());
    const double median = forecast.flow_musd[kGroups / 2];
    for (double& flow : forecast.flow_musd) flow = median + narrowing * (flow - median);
    const ScoredForecast scored{"model", track, weeks, forecast, outcome};
    pits.push_back(score_forecast(origin, scored, definition).front().value);
  }
  return pits;
}

// 400 PITs each. At p < 0.001 three right forecasts raise a false alarm in 3 of 1,000 seeds. A fifth too narrow, the
// outcomes outside the central 90 % interval are 19 % in place of 10.
TEST(BacktestPits, OfTheModelsOwnDataAreUniform) {
  EXPECT_GT(test_uniformity(own_pits(Track::unconditional, 1, 1.0)).p_value, 0.001);
  EXPECT_GT(test_uniformity(own_pits(Track::unconditional, 4, 1.0)).p_value, 0.001);
  EXPECT_GT(test_uniformity(own_pits(Track::macro_and_prices, 1, 1.0)).p_value, 0.001);
}

TEST(BacktestPits, ShowAForecastThatIsAFifthTooNarrow) {
  const UniformityTest narrow = test_uniformity(own_pits(Track::unconditional, 1, 0.8));
  EXPECT_LT(narrow.p_value, 0.001);
  EXPECT_GT(narrow.components[1], 3.0) << "it is the spread that is wrong";
}

}  // namespace
}  // namespace ebbtide
