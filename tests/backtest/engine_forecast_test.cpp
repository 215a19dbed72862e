#include "backtest/engine_forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/special.h"
#include "simulation/simulate.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::shipped_market;
using fixture::shipped_origin;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(EngineForecast, ReadsEveryHorizonOffOneUnconditionalSimulation) {
  const KnownMarket market = shipped_market(Track::unconditional, 4);
  const auto together = engine_forecasts(shipped_origin(), market, {1, 4}, 300);
  ASSERT_EQ(together.size(), 2U);
  for (const auto& [index, weeks] : {std::pair{0U, 1}, std::pair{1U, 4}}) {
    const Forecast alone = engine_forecasts(shipped_origin(), market, {weeks}, 300).front();
    EXPECT_EQ(together[index].flow_musd, alone.flow_musd);
    EXPECT_EQ(together[index].aum_musd, alone.aum_musd);
    EXPECT_EQ(together[index].member_flow_musd, alone.member_flow_musd);
  }
  EXPECT_NE(together[0].flow_musd, together[1].flow_musd);
}

TEST(EngineForecast, IsWhatARunOfTheSameScenarioSimulates) {
  const Origin& origin = shipped_origin();
  const KnownMarket market = shipped_market(Track::macro, 2);
  const Forecast forecast = engine_forecasts(origin, market, {2}, 500).front();
  Findings findings;
  const Model model = build_model(origin.calibration, conditioned_scenario(origin, market, 2), &origin.view, findings);
  SimulationOptions options;
  options.seed = origin.seed;
  options.paths = 500;
  SimulationMemory memory;
  const SimulationResult run = simulate(model, {}, options, {}, Executor(1), memory);
  int compared = 0;
  for (const SeriesResult& series : run.series) {
    const std::vector<double>* draws = nullptr;
    if (series.series.target == Target::cumulative_net_flow)
      draws = series.series.member < 0 ? &forecast.flow_musd
                                       : &forecast.member_flow_musd[static_cast<std::size_t>(series.series.member)];
    if (series.series.target == Target::aum && series.series.member < 0) draws = &forecast.aum_musd;
    if (!draws) continue;
    const double mean = series.weeks.back().summary.mean.value;
    EXPECT_NEAR(mean_of(*draws), mean, 1e-4 + 1e-6 * std::abs(mean));
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

// The mixture over paths is the law that the draws come from: its distribution function at quantiles of the draws.
// Given parameters and market the draws are independent, so that the share p below a quantile differs by sqrt(p (1 - p)
// / 4,000) at most; six comparisons at 4 of them raise a false alarm in 4 of 10,000 seeds. A spread off by a fifth
// would give 0.085 in place of 0.05.
TEST(EngineForecast, CarriesItsDensityOneWeekAhead) {
  for (const Track track : {Track::unconditional, Track::macro_and_prices}) {
    Forecast forecast = engine_forecasts(shipped_origin(), shipped_market(track, 1), {1}, 4000).front();
    const FlowDensity& density = forecast.flow_density;
    ASSERT_EQ(density.locations.size(), 4000U);
    std::sort(forecast.flow_musd.begin(), forecast.flow_musd.end());
    for (const double level : {0.05, 0.5, 0.95}) {
      const double at = forecast.flow_musd[static_cast<std::size_t>(4000 * level)];
      double below = 0.0;
      for (std::size_t i = 0; i < density.locations.size(); ++i)
        below += normal_cdf((at - density.locations[i]) / density.scales[i]) / 4000.0;
      EXPECT_NEAR(below, level, 4.0 * std::sqrt(level * (1.0 - level) / 4000.0)) << track_text(track) << " " << level;
    }
  }
  EXPECT_TRUE(engine_forecasts(shipped_origin(), shipped_market(Track::unconditional, 2), {2}, 100)
                  .front()
                  .flow_density.locations.empty());
}

TEST(EngineForecast, PinsWhatTheTrackKnowsAndNoMore) {
  const std::size_t variables = shipped_origin().calibration->market.variables.size();
  const Scenario none = conditioned_scenario(shipped_origin(), shipped_market(Track::unconditional, 8), 8);
  EXPECT_TRUE(none.conditions.empty());
  const Scenario macro = conditioned_scenario(shipped_origin(), shipped_market(Track::macro, 8), 3);
  EXPECT_EQ(macro.conditions.size(), 3U * 4U);
  EXPECT_EQ(macro.path, PathKnowledge::full);
  for (const MarketCondition& condition : macro.conditions) EXPECT_LE(condition.weeks.last, 3);
  const Scenario all = conditioned_scenario(shipped_origin(), shipped_market(Track::macro_and_prices, 8), 3);
  EXPECT_EQ(all.conditions.size(), 3U * variables);
}

// With the whole market given nothing of it is left to draw, in one block of weeks or week by week.
TEST(EngineForecast, OfAMarketKnownInFullIsTheSameWeekByWeek) {
  const Origin& origin = shipped_origin();
  const KnownMarket market = shipped_market(Track::macro_and_prices, 3);
  Scenario scenario = conditioned_scenario(origin, market, 3);
  EXPECT_EQ(scenario.path, PathKnowledge::sequential);
  scenario.path = PathKnowledge::full;
  Findings findings;
  const Model model = build_model(origin.calibration, scenario, &origin.view, findings);
  const BlockSimulator simulator(model, origin.seed, 200);
  const Forecast quick = engine_forecasts(origin, market, {3}, 200).front();
  simulator.simulate(0, [&](const GroupPaths& group) {
    for (std::size_t lane = 0; lane < group.lanes; ++lane) {
      const double aum = group.funds.total.at(2, FundPaths::kAum)[lane];
      EXPECT_NEAR(quick.aum_musd[group.first_path + lane], aum, 1e-7 * aum);
    }
  });
}

}  // namespace
}  // namespace ebbtide
