#include "stats/linear_pool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/contract.h"
#include "stats/crps.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::ForecastLaw;
using fixture::normal_law;
using fixture::TestDraws;

// E|x| of N(mean, variance).
double mean_absolute_normal(double mean, double variance) {
  const double sd = std::sqrt(variance);
  return sd * std::sqrt(2.0 / std::numbers::pi) * std::exp(-0.5 * mean * mean / variance) +
         mean * std::erf(mean / (sd * std::numbers::sqrt2));
}

double normal_cramer_distance(double mean, double sd) {
  return mean_absolute_normal(mean, 1.0 + sd * sd) - std::numbers::inv_sqrtpi * (1.0 + sd);
}

TEST(CramerDistance, OfTwoNormalsIsTheClosedForm) {
  const std::vector<double> standard = normal_law().grid(20'000);
  for (const auto& [mean, sd] : {std::pair(1.0, 1.0), std::pair(-2.0, 0.5), std::pair(0.0, 3.0)}) {
    const std::vector<double> other = normal_law(mean, sd).grid(10'000);
    EXPECT_NEAR(fair_cramer_distance({standard, 1}, {other, 1}), normal_cramer_distance(mean, sd), 5e-4);
  }
}

// Mean of 4,000 distances of 5 and 8 samples each, as many as it has standard errors away from the closed form: beyond
// 4 in 6 of 100,000 correct programs. The distance of the empirical laws is too large by half of E|x - x'| / 5 + ...
// / 8.
TEST(CramerDistance, IsUnbiasedForEveryNumberOfSamples) {
  TestDraws draws(11);
  const ForecastLaw first = normal_law(), second = normal_law(1.0, 2.0);
  std::vector<double> fair(4000), empirical(4000);
  for (std::size_t i = 0; i < fair.size(); ++i) {
    const std::vector<double> x = first.sorted_draw(draws, 5), y = second.sorted_draw(draws, 8);
    fair[i] = fair_cramer_distance({x, 1}, {y, 1}) - normal_cramer_distance(1.0, 2.0);
    empirical[i] = fair[i] + (edf_crps(x, 0.0) - fair_crps(x, 0.0)) + (edf_crps(y, 0.0) - fair_crps(y, 0.0));
  }
  EXPECT_LT(std::abs(fixture::paired_z(fair)), 4.0);
  EXPECT_GT(fixture::paired_z(empirical), 4.0);
}

// All spread of the first lies between its groups; pairs of one group would halve it.
TEST(CramerDistance, TakesSpreadsBetweenGroups) {
  const std::vector<double> grouped = {1.0, 1.0, 7.0, 7.0}, point = {4.0, 4.0};
  // E|x - y| = 3, E|x - x'| / 2 = 3 between groups, nothing for the point.
  EXPECT_NEAR(fair_cramer_distance({grouped, 2}, {point, 1}), 0.0, 1e-12);
  EXPECT_NEAR(fair_cramer_distance({grouped, 1}, {point, 1}), 1.0, 1e-12);
}

// Half the pool's samples from each of two grids: the empirical law of all of them is the pool with weight 1/2.
TEST(PooledScore, IsTheScoreOfTheJoinedSamples) {
  const std::vector<double> x = normal_law().grid(500), y = normal_law(2.0, 0.5).grid(500);
  std::vector<double> joined = x;
  joined.insert(joined.end(), y.begin(), y.end());
  std::sort(joined.begin(), joined.end());
  const double distance = edf_crps(x, 0.0) + edf_crps(y, 0.0) - 2.0 * edf_crps(joined, 0.0);  // 2 w (1 - w) = 1/2 of D
  for (const double observed : {-3.0, 0.4, 2.5}) {
    const PooledForecast forecast{edf_crps(x, observed), edf_crps(y, observed), 2.0 * distance};
    EXPECT_NEAR(pooled_score(forecast, 0.5), edf_crps(joined, observed), 1e-10);
  }
  EXPECT_NEAR(2.0 * distance, fair_cramer_distance({x, 1}, {y, 1}), 0.01);
  const PooledForecast forecast{0.3, 0.5, 0.2};
  EXPECT_DOUBLE_EQ(pooled_score(forecast, 1.0), 0.3);
  EXPECT_DOUBLE_EQ(pooled_score(forecast, 0.0), 0.5);
  EXPECT_THROW(pooled_score(forecast, 1.1), InternalError);
}

std::vector<PooledForecast> simulated(double share_of_first, std::size_t count) {
  TestDraws draws(3);
  const ForecastLaw first = normal_law(), second = normal_law(1.5, 0.7);
  const std::vector<double> x = first.grid(400), y = second.grid(400);
  const double distance = normal_cramer_distance(1.5, 0.7);
  std::vector<PooledForecast> forecasts;
  for (std::size_t i = 0; i < count; ++i) {
    const bool of_first = draws.uniform() < share_of_first;
    const double observed = (of_first ? first : second).draw(draws);
    forecasts.push_back({fair_crps(x, observed), fair_crps(y, observed), distance});
  }
  return forecasts;
}

// The estimate is linear in the mean score difference, whose standard error is known: 4 of them, beyond which 6 of
// 100,000 correct programs lie.
TEST(PoolWeight, RecoversTheShareOfAMixture) {
  for (const double share : {0.2, 0.5, 0.8}) {
    const std::vector<PooledForecast> forecasts = simulated(share, 5000);
    double mean = 0.0, squares = 0.0;
    const auto count = static_cast<double>(forecasts.size());
    for (const PooledForecast& each : forecasts) mean += (each.second_score - each.first_score) / count;
    for (const PooledForecast& each : forecasts)
      squares += std::pow(each.second_score - each.first_score - mean, 2) / count;
    const double error = 0.5 * std::sqrt(squares / count) / forecasts.front().distance;
    EXPECT_LT(error, 0.02);
    EXPECT_NEAR(best_pool_weight(forecasts), share, 4.0 * error);
    EXPECT_GT(std::abs(best_pool_weight(forecasts) - (share + 0.15)), 4.0 * error) << "a planted bias is seen";
  }
}

TEST(PoolWeight, HasTheLeastMeanScoreOfAll) {
  const std::vector<PooledForecast> forecasts = simulated(0.3, 60);
  const auto mean_at = [&](double weight) {
    double sum = 0.0;
    for (const PooledForecast& each : forecasts) sum += pooled_score(each, weight);
    return sum;
  };
  const double best = best_pool_weight(forecasts);
  for (int i = 0; i <= 100; ++i) EXPECT_LE(mean_at(best), mean_at(0.01 * i) + 1e-9);
}

TEST(PoolWeight, StaysBetweenTheTwo) {
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.1, 0.9, 0.2}}), 1.0);
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.9, 0.1, 0.2}}), 0.0);
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.3, 0.3, 0.2}}), 0.5);
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.3, 0.3, 0.0}}), 0.5);
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.2, 0.3, -0.001}}), 1.0);
  EXPECT_DOUBLE_EQ(best_pool_weight(std::vector<PooledForecast>{{0.3, 0.2, -0.001}}), 0.0);
}

}  // namespace
}  // namespace ebbtide
