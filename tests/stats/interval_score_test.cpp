#include "stats/interval_score.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "stats/closed_crps.h"
#include "stats/crps.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::ForecastLaw;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(PinballLoss, WeighsTheTwoSidesByTheLevel) {
  EXPECT_DOUBLE_EQ(pinball_loss(10, 0.9, 14), 0.9 * 4);
  EXPECT_DOUBLE_EQ(pinball_loss(10, 0.9, 7), 0.1 * 3);
  EXPECT_EQ(pinball_loss(10, 0.9, 10), 0.0);
}

TEST(IntervalScore, OfThePublishedExample) {
  EXPECT_NEAR(interval_score(10, 20, 0.8, 23), 40, 1e-12);
  EXPECT_NEAR(interval_score(10, 20, 0.8, 15), 10, 1e-12);
  EXPECT_NEAR(interval_score(10, 20, 0.8, 9), 20, 1e-12);
}

TEST(WeightedIntervalScore, OfThePublishedExample) {
  EXPECT_NEAR(weighted_interval_score(std::vector<double>{0.1, 0.5, 0.9}, std::vector<double>{10, 14, 20}, 23),
              5.66666666667, 1e-11);
}

// (|y - m| / 2 + sum alpha_k / 2 IS_k) / (K + 1/2) over the hub's eleven intervals.
TEST(WeightedIntervalScore, IsTheWeightedSumOfIntervalScores) {
  const std::vector<double> quantiles = fixture::student_t_law(4).grid(kHubLevels.size());
  for (const double observed : {-6.0, -0.3, 0.0, 2.5}) {
    double sum = 0.5 * std::abs(observed - quantiles[11]);
    for (std::size_t k = 0; k < 11; ++k) {
      const double alpha = 2.0 * kHubLevels[k];
      sum += alpha / 2.0 * interval_score(quantiles[k], quantiles[22 - k], 1.0 - alpha, observed);
    }
    EXPECT_NEAR(weighted_interval_score(kHubLevels, quantiles, observed), sum / 11.5, 1e-13);
  }
}

TEST(WeightedIntervalScore, OfManyLevelsApproachesTheCrps) {
  const std::size_t count = 20000;
  std::vector<double> levels(count);
  for (std::size_t i = 0; i < count; ++i) levels[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
  const std::vector<double> quantiles = fixture::normal_law().grid(count);
  EXPECT_NEAR(weighted_interval_score(levels, quantiles, 0.7), normal_crps(0, 1, 0.7), 1e-5);
}

TEST(WeightedIntervalScore, TakesTheHubQuantilesOfSamples) {
  const std::vector<double> samples = fixture::normal_law().grid(20001);
  std::vector<double> quantiles;
  for (const double level : kHubLevels) quantiles.push_back(normal_quantile(level));
  EXPECT_NEAR(hub_interval_score(samples, -1.2), weighted_interval_score(kHubLevels, quantiles, -1.2), 1e-3);
}

// Expected z are 7 and more: a right program fails a bound of 3 less often than once in 10,000 seeds.
TEST(IntervalScores, PreferTheTrueLaw) {
  const fixture::SampleScore weighted = [](const auto& x, double y) { return hub_interval_score(x, y); };
  const fixture::SampleScore interval = [](const auto& x, double y) { return interval_score(x[10], x[189], 0.9, y); };
  const fixture::SampleScore pinball = [](const auto& x, double y) { return pinball_loss(x[10], 0.05, y); };
  const ForecastLaw truth = fixture::student_t_law(4);
  for (const auto& score : {weighted, interval, pinball}) {
    EXPECT_GT(fixture::z_against(score, truth, fixture::student_t_law(4, -0.8), 15000), 3.0);
    EXPECT_GT(fixture::z_against(score, truth, fixture::student_t_law(4, 0.0, 1.7), 4000), 3.0);
    EXPECT_GT(fixture::z_against(score, truth, fixture::student_t_law(4, 0.0, 0.5), 4000), 3.0);
    EXPECT_GT(fixture::z_against(score, truth, fixture::student_t_law(1.1), 4000), 3.0);
  }
}

TEST(IntervalScores, RefuseWhatIsNoQuantile) {
  EXPECT_THROW(pinball_loss(1, 0.0, 1), InternalError);
  EXPECT_THROW(pinball_loss(1, 1.0, 1), InternalError);
  EXPECT_THROW(pinball_loss(kNan, 0.5, 1), NumericalError);
  EXPECT_THROW(interval_score(2, 1, 0.5, 1), InternalError);
  EXPECT_THROW(interval_score(1, 2, 1.0, 1), InternalError);
  EXPECT_THROW(interval_score(1, 2, 0.5, kNan), NumericalError);
  const std::vector<double> levels = {0.1, 0.9};
  EXPECT_THROW(weighted_interval_score(levels, std::vector<double>{1}, 0), InternalError);
  EXPECT_THROW(weighted_interval_score(levels, std::vector<double>{2, 1}, 0), InternalError);
  EXPECT_THROW(weighted_interval_score(std::vector<double>{0.9, 0.1}, std::vector<double>{1, 2}, 0), InternalError);
  EXPECT_THROW(weighted_interval_score({}, {}, 0), InternalError);
}

}  // namespace
}  // namespace ebbtide
