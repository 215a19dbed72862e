#include "backtest/regression_rivals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "math/special.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::origin_with_past;
using fixture::shipped_market;
using fixture::shipped_origin;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(StudentTDraw, HasTheVarianceOfItsLaw) {
  PlaceEngine draws(3, {});
  double squares = 0.0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) squares += std::pow(student_t_draw(draws, 10.0), 2);
  // 10 / 8; its standard error is 1.25 sqrt(3) / sqrt(100,000) = 0.007.
  EXPECT_NEAR(squares / kDraws, 1.25, 0.03);
}

TEST(Smoothing, FollowsItsRecursion) {
  const SmoothedSeries series = smooth({2, 2, 2, 2, 2, 2, 2, 2, 4}, 0.25);
  EXPECT_DOUBLE_EQ(series.level, 2.5);
  EXPECT_DOUBLE_EQ(series.errors.back(), 2.0);
  EXPECT_DOUBLE_EQ(series.squares, 4.0);
  EXPECT_DOUBLE_EQ(smooth({1, 3, 1, 3, 1, 3, 1, 3}, 0.0).level, 2.0);
}

// x_t = 0.4 + 0.5 x_{t-1} without noise: the fit is exact and every draw is the recursion.
TEST(AutoregressionT, ContinuesARecursionItHasSeen) {
  std::vector<double> flows = {3.0};
  while (flows.size() < 30) flows.push_back(0.4 + 0.5 * flows.back());
  const Origin origin = origin_with_past(flows);
  const KnownMarket market = shipped_market(Track::unconditional, 2);
  const Forecast forecast = AutoregressionT(false).forecast({origin, market, 2, 50});
  ASSERT_EQ(forecast.flow_musd.size(), 50U);
  const double first = 0.4 + 0.5 * flows.back(), second = 0.4 + 0.5 * first;
  const double aum = origin.opening_aum_musd();
  const double expected = 0.01 * aum * first + 0.01 * (aum + 0.01 * aum * first) * second;
  for (const double flow : forecast.flow_musd) EXPECT_NEAR(flow, expected, 1e-3 * expected);
}

// Of 20,000 draws a share has a standard error of at most 0.0036.
TEST(RegressionRivals, CarryTheDensityOfTheirDraws) {
  const KnownMarket market = shipped_market(Track::macro_and_prices, 2);
  const AutoregressionT plain(false), with_return(true);
  const MovingAverageT average;
  for (const Rival* rival : {static_cast<const Rival*>(&plain), static_cast<const Rival*>(&with_return),
                             static_cast<const Rival*>(&average)}) {
    const Forecast forecast = rival->forecast({shipped_origin(), market, 1, 20'000});
    const FlowDensity& density = forecast.flow_density;
    ASSERT_EQ(density.locations.size(), 1U) << rival->name();
    for (const double z : {-1.5, 0.0, 1.0}) {
      const double at = density.locations[0] + z * density.scales[0], nu = density.degrees_of_freedom[0];
      const auto below =
          std::count_if(forecast.flow_musd.begin(), forecast.flow_musd.end(), [at](double flow) { return flow <= at; });
      const double expected = std::isinf(nu) ? normal_cdf(z) : student_t_cdf(z, nu);
      EXPECT_NEAR(static_cast<double>(below) / 20'000.0, expected, 0.0145) << rival->name() << " " << z;
    }
    EXPECT_TRUE(rival->forecast({shipped_origin(), market, 2, 10}).flow_density.locations.empty());
  }
}

TEST(AutoregressionT, FollowsTheReturnOfTheWeekWhereItIsToldIt) {
  const AutoregressionT rival(true);
  EXPECT_TRUE(rival.competes_in(Track::macro_and_prices));
  EXPECT_FALSE(rival.competes_in(Track::macro));
  KnownMarket market = shipped_market(Track::macro_and_prices, 1);
  const auto mean_at = [&](double price) {
    for (auto& value : market.weeks[0]) value = price;
    return mean_of(rival.forecast({shipped_origin(), market, 1, 2000}).flow_musd);
  };
  EXPECT_GT(mean_at(10.0), mean_at(-10.0) + 100.0);
  const KnownMarket blind = shipped_market(Track::macro, 1);
  EXPECT_TRUE(rival.forecast({shipped_origin(), blind, 1, 100}).flow_musd.empty());
}

TEST(RegressionRivals, SayNothingOfAShortPast) {
  const Origin origin = origin_with_past({1.0, 2.0, 3.0});
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  const ForecastTask task{origin, market, 1, 100};
  EXPECT_TRUE(AutoregressionT(false).forecast(task).flow_musd.empty());
  EXPECT_TRUE(MovingAverageT().forecast(task).flow_musd.empty());
  EXPECT_TRUE(ExponentialSmoothing().forecast(task).flow_musd.empty());
}

// Flows around 1 that alternate: both means stay near 1, both spreads near 0.5.
TEST(RegressionRivals, CentreOnASteadyLevel) {
  std::vector<double> flows;
  for (int t = 0; t < 60; ++t) flows.push_back(1.0 + (t % 2 == 0 ? 0.5 : -0.5));
  const Origin origin = origin_with_past(flows);
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  const ForecastTask task{origin, market, 1, 4000};
  const double percent = 0.01 * origin.opening_aum_musd();
  for (const Forecast& forecast : {MovingAverageT().forecast(task), ExponentialSmoothing().forecast(task)}) {
    ASSERT_EQ(forecast.flow_musd.size(), 4000U);
    const double mean = mean_of(forecast.flow_musd) / percent;
    double squares = 0.0;
    for (const double flow : forecast.flow_musd) squares += std::pow(flow / percent - mean, 2) / 4000.0;
    EXPECT_NEAR(mean, 1.0, 0.08);
    EXPECT_NEAR(std::sqrt(squares), 0.5, 0.06);
  }
}

}  // namespace
}  // namespace ebbtide
