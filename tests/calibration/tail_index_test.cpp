#include "calibration/tail_index.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/binomial_band.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Weeks of multivariate t with unit variance (nu infinite: Gaussian).
std::vector<WhitenedWeek> simulated_weeks(std::uint64_t seed, int weeks, int dimension, int nu) {
  fixture::TestDraws draws(seed);
  std::vector<WhitenedWeek> result;
  for (int week = 0; week < weeks; ++week) {
    const double squares = draws.chi_squared(dimension);
    const double mixing = nu > 0 ? (nu - 2.0) / draws.chi_squared(nu) : 1.0;  // mean one
    result.push_back({dimension, squares * mixing});
  }
  return result;
}

// 1 / nu by maximum likelihood on 4,000 weeks of 5 dimensions has a standard error of 0.004 to 0.006 (the spread over
// 20 samples); four of them and half a grid step: about 6e-5 false alarms each.
TEST(TailIndex, RecoversTheIndexOfSimulatedStudentWeeks) {
  for (const int nu : {4, 5, 10}) {
    const TailFit fit = fit_tail_index(simulated_weeks(static_cast<std::uint64_t>(nu), 4000, 5, nu));
    EXPECT_NEAR(1.0 / fit.tail_index, 1.0 / nu, 4 * 0.006 + 0.0025) << nu;
  }
}

// At the end of its range the profile's maximum sits at infinity in half of all Gaussian samples (the score there is
// centred), a little more with the next grid point at 1 / nu = 0.005. 100 samples, at least 35 at infinity: false-alarm
// rate 9e-4.
TEST(TailIndex, IsInfiniteForHalfOfGaussianSamplesAndLargeForTheRest) {
  int infinite = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const TailFit fit = fit_tail_index(simulated_weeks(1000 + seed, 260, 5, 0));
    infinite += std::isinf(fit.tail_index) ? 1 : 0;
    EXPECT_GT(fit.tail_index, 12.0) << seed;
  }
  EXPECT_GE(infinite, fixture::binomial_band(100, 0.5, 2e-3).low);
}

TEST(TailIndex, ProfileIsTheLogLikelihoodLessItsMaximum) {
  const std::vector<WhitenedWeek> weeks = simulated_weeks(3, 200, 2, 4);
  const TailFit fit = fit_tail_index(weeks);
  ASSERT_EQ(fit.profile.size(), 91u);
  EXPECT_EQ(fit.profile.front().first, kInfinity);
  EXPECT_NEAR(fit.profile.back().first, 1.0 / 0.45, 1e-12);
  double highest = -1.0;
  for (const auto& [nu, value] : fit.profile) {
    EXPECT_LE(value, 0.0);
    if (value == 0.0) highest = nu;
  }
  EXPECT_EQ(highest, fit.tail_index);
  // The bivariate density at nu = 4, written out: G(3) / (G(2) pi (nu - 2)) (1 + q / 2)^-3; Gaussian exp(-q / 2) / (2
  // pi).
  double difference = 0.0;
  for (const WhitenedWeek& week : weeks) {
    difference += std::log(2.0 / (3.14159265358979323846 * 2.0)) - 3.0 * std::log1p(week.sum_of_squares / 2.0);
    difference -= -std::log(2.0 * 3.14159265358979323846) - week.sum_of_squares / 2.0;
  }
  EXPECT_NEAR(fit.profile[50].first, 4.0, 1e-12);
  EXPECT_NEAR(fit.profile[50].second - fit.profile[0].second, difference, 1e-9);
}

TEST(TailIndex, IsInfiniteWithoutAnyWeek) {
  EXPECT_EQ(fit_tail_index({}).tail_index, kInfinity);
}

}  // namespace
}  // namespace ebbtide
