#include "backtest/gates.h"

#include <gtest/gtest.h>

#include "backtest/gate_table.h"
#include "random/boost_draws.h"
#include "support/gate_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::gated_definition;
using fixture::score_series;

GateOutcome judge(const ScoreSeries& now, const ScoreSeries& then, GateRules rules = {{ScoreKind::crps}, 2.0, 2.0}) {
  BacktestDefinition definition = gated_definition();
  definition.gates = std::move(rules);
  return judge_gates(definition, {now}, {then}).front();
}

TEST(Gates, HoldOnTheSameScores) {
  const ScoreSeries series = score_series(40);
  const GateOutcome outcome = judge(series, series);
  EXPECT_EQ(outcome.verdict, GateVerdict::held);
  EXPECT_EQ(outcome.forecasts, 40U);
  EXPECT_EQ(outcome.mean, outcome.baseline_mean);
  EXPECT_EQ(outcome.noise, 0.0);
  EXPECT_NEAR(outcome.limit, 1.02 * outcome.baseline_mean, 1e-12);
}

TEST(Gates, FailOnAPlantedRegressionAndTellAnImprovement) {
  const ScoreSeries then = score_series(40);
  ScoreSeries now = then;
  for (double& value : now.values) value *= 1.05;
  const GateOutcome worse = judge(now, then);
  EXPECT_EQ(worse.verdict, GateVerdict::worse);
  EXPECT_TRUE(worse.fails());
  EXPECT_GT(worse.mean, worse.limit);
  const GateOutcome better = judge(then, now);
  EXPECT_EQ(better.verdict, GateVerdict::better);
  EXPECT_FALSE(better.fails());
}

TEST(Gates, LetPassWhatLiesWithinTheFloorOrTheNoise) {
  const ScoreSeries then = score_series(40);
  ScoreSeries slightly = then, noisy = then;
  for (double& value : slightly.values) value *= 1.015;
  EXPECT_EQ(judge(slightly, then).verdict, GateVerdict::held);
  EXPECT_EQ(judge(slightly, then, {{ScoreKind::crps}, 1.0, 2.0}).verdict, GateVerdict::worse);
  // A mean difference of 3 % with single differences some ten times as large.
  PlaceEngine draws(3, {});
  for (double& value : noisy.values) value += 0.03 + 0.4 * normal_draw(draws);
  const GateOutcome outcome = judge(noisy, then);
  EXPECT_GT(outcome.noise, 0.02);
  EXPECT_EQ(judge(noisy, then, {{ScoreKind::crps}, 0.0, 4.0}).verdict, GateVerdict::held);
}

// What was hard to forecast is hard for both: unpaired, a regression of 5 % would drown in scores that differ tenfold.
TEST(Gates, CompareInPairs) {
  ScoreSeries then = score_series(40);
  PlaceEngine draws(4, {});
  for (double& value : then.values) value = 0.2 + 2.0 * uniform_open01_draw(draws);
  ScoreSeries now = then;
  for (double& value : now.values) value *= 1.05;
  EXPECT_EQ(judge(now, then).verdict, GateVerdict::worse);
  std::reverse(now.values.begin(), now.values.end());
  EXPECT_EQ(judge(now, then).verdict, GateVerdict::held);
}

TEST(Gates, CompareTheOriginsThatBothHaveAndMissThoseThatAreGone) {
  const ScoreSeries then = score_series(40);
  ScoreSeries longer = score_series(43), shorter = then;
  EXPECT_EQ(judge(longer, then).forecasts, 40U);
  EXPECT_EQ(judge(longer, then).verdict, GateVerdict::held);
  shorter.origins.erase(shorter.origins.begin() + 7);
  shorter.values.erase(shorter.values.begin() + 7);
  EXPECT_EQ(judge(shorter, then).verdict, GateVerdict::missing);
  EXPECT_TRUE(judge(shorter, then).fails());
  // Origins outside the run are not asked for.
  BacktestDefinition later = gated_definition();
  ScoreSeries tail = then;
  tail.origins.erase(tail.origins.begin(), tail.origins.begin() + 9);
  tail.values.erase(tail.values.begin(), tail.values.begin() + 9);
  later.first_origin = tail.origins.front();
  EXPECT_EQ(judge_gates(later, {tail}, {then}).front().verdict, GateVerdict::held);
}

TEST(Gates, NameWhatIsNewAndWhatIsGone) {
  const BacktestDefinition definition = gated_definition();
  ScoreSeries crps = score_series(10), energy = crps;
  energy.score = ScoreKind::energy;
  const auto outcomes = judge_gates(definition, {crps}, {energy});
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].verdict, GateVerdict::added);
  EXPECT_FALSE(outcomes[0].fails());
  EXPECT_EQ(outcomes[1].verdict, GateVerdict::missing);
  EXPECT_EQ(outcomes[1].series.score, ScoreKind::energy);
  const std::string csv = csv_text(gate_table(definition, outcomes));
  EXPECT_NE(csv.find(",crps,0,1.045,,,,added"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",energy,0,,1.045,,,missing"), std::string::npos) << csv;
}

TEST(GatedSeries, AreTheEnginesOwnOfTotalsAndLevelsInPercent) {
  BacktestDefinition definition = gated_definition();
  definition.gates->scores = {ScoreKind::crps};
  BacktestResult result;
  const auto add = [&](const std::string& model, int week, const std::string& member, const std::string& unit,
                       const std::string& score, double value) {
    result.scores.push_back({model, Track::macro, add_weeks(definition.first_origin, week), 1,
                             add_weeks(definition.first_origin, week), Level::total, member, "cumulative_net_flow",
                             score, unit, value});
  };
  add("ebbtide", 0, "", "musd", "crps", 100.0);
  add("ebbtide", 0, "", "%", "crps", 0.1);
  add("ebbtide", 0, "", "%", "wis", 0.2);
  add("ebbtide", 0, "Bitcoin", "%", "crps", 0.3);
  add("climatology", 0, "", "%", "crps", 0.4);
  add("ebbtide", 1, "", "%", "crps", 0.5);
  const auto series = gated_series(definition, result);
  ASSERT_EQ(series.size(), 1U);
  EXPECT_EQ(series[0].values, (std::vector<double>{0.1, 0.5}));
  EXPECT_EQ(series[0].track, Track::macro);
  definition.gates.reset();
  EXPECT_TRUE(gated_series(definition, result).empty());
}

// Of one forecast no difference has an error: no later run could be judged by it.
TEST(GatedSeries, NeedTwoForecasts) {
  const BacktestDefinition definition = gated_definition();
  BacktestResult result;
  result.scores.push_back({"ebbtide", Track::macro, definition.first_origin, 1, definition.first_origin, Level::total,
                           "", "cumulative_net_flow", "crps", "%", 0.1});
  EXPECT_TRUE(gated_series(definition, result).empty());
  result.scores.push_back(result.scores.back());
  result.scores.back().origin = add_weeks(definition.first_origin, 1);
  EXPECT_EQ(gated_series(definition, result).size(), 1U);
}

}  // namespace
}  // namespace ebbtide
