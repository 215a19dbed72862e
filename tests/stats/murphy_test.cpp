#include "stats/murphy.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/contract.h"
#include "stats/interval_score.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

TEST(Murphy, OfAQuantileWeighsTheTwoSidesByTheLevel) {
  const std::vector<double> thresholds = {0, 1, 2, 3, 4};
  // Weeks: y = 1 below x = 3, and y = 4 above x = 2.
  const std::vector<double> curve =
      murphy_quantile_curve(std::vector<double>{3, 2}, std::vector<double>{1, 4}, 0.9, thresholds);
  const std::vector<double> expected = {0, 0.05, 0.5, 0.45, 0};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(curve[i], expected[i], 1e-15) << thresholds[i];
}

TEST(Murphy, OfAMeanIsTheDistanceOfTheOutcome) {
  const std::vector<double> thresholds = {0, 1, 2, 3};
  const std::vector<double> curve = murphy_mean_curve(std::vector<double>{3, 0}, std::vector<double>{1, 2}, thresholds);
  const std::vector<double> expected = {1.0, 0.5, 0.5, 0};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(curve[i], expected[i], 1e-15) << thresholds[i];
}

std::vector<double> midpoints(double low, double step, std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = low + (static_cast<double>(i) + 0.5) * step;
  return values;
}

TEST(Murphy, HasThePinballLossAndHalfTheSquaredErrorAsArea) {
  fixture::TestDraws draws(1);
  const std::vector<double> forecasts = fixture::normal_law().draw(draws, 20);
  const std::vector<double> observed = fixture::normal_law(0.5).draw(draws, 20);
  const std::vector<double> thresholds = midpoints(-6, 1e-4, 120000);
  double pinball = 0.0, squared = 0.0, quantile_area = 0.0, mean_area = 0.0;
  for (std::size_t t = 0; t < 20; ++t) {
    pinball += pinball_loss(forecasts[t], 0.3, observed[t]) / 20;
    squared += (forecasts[t] - observed[t]) * (forecasts[t] - observed[t]) / 20;
  }
  for (const double value : murphy_quantile_curve(forecasts, observed, 0.3, thresholds)) quantile_area += value * 1e-4;
  for (const double value : murphy_mean_curve(forecasts, observed, thresholds)) mean_area += value * 1e-4;
  EXPECT_NEAR(quantile_area, pinball, 1e-4);
  EXPECT_NEAR(mean_area, squared / 2, 1e-4);
}

// The better informed forecaster (who knows the first of two shocks) is below at every threshold, as theory has it:
// 20,000 weeks leave errors of a hundredth of the gap at these thresholds.
TEST(Murphy, PutsTheBetterInformedForecastBelowAtEveryThreshold) {
  fixture::TestDraws draws(2);
  std::vector<double> informed, ignorant, observed;
  for (int week = 0; week < 20000; ++week) {
    const double known = draws.normal();
    observed.push_back(known + draws.normal());
    informed.push_back(known);
    ignorant.push_back(0.0);
  }
  const std::vector<double> thresholds = {-1.5, -0.5, 0.5, 1.5};
  const std::vector<double> good = murphy_mean_curve(informed, observed, thresholds);
  const std::vector<double> poor = murphy_mean_curve(ignorant, observed, thresholds);
  for (std::size_t i = 0; i < thresholds.size(); ++i) EXPECT_LT(good[i], poor[i]) << thresholds[i];
}

TEST(Murphy, RefusesShapesThatDoNotFit) {
  const std::vector<double> one = {1}, two = {1, 2};
  EXPECT_THROW(murphy_quantile_curve(one, two, 0.5, one), InternalError);
  EXPECT_THROW(murphy_quantile_curve(one, one, 0.0, one), InternalError);
  EXPECT_THROW(murphy_mean_curve({}, {}, one), InternalError);
}

}  // namespace
}  // namespace ebbtide
