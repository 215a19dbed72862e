#include "stats/crps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::ForecastLaw;
using fixture::SampleScore;
using fixture::TestDraws;
using fixture::z_against;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Definition in samples, every pair by itself.
double pairwise_fair(const std::vector<double>& samples, std::size_t group_size, double observed) {
  double to_observed = 0.0, between = 0.0, pairs = 0.0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    to_observed += std::abs(samples[i] - observed);
    for (std::size_t j = 0; j < samples.size(); ++j) {
      if (i == j || (group_size > 1 && i / group_size == j / group_size)) continue;
      between += std::abs(samples[i] - samples[j]);
      pairs += 1.0;
    }
  }
  return to_observed / static_cast<double>(samples.size()) - between / pairs / 2.0;
}

TEST(Crps, OfFourSamplesIsThePublishedValue) {
  const std::vector<double> samples = {1, 2, 4, 7};
  EXPECT_DOUBLE_EQ(edf_crps(samples, 3), 0.75);
  EXPECT_NEAR(fair_crps(samples, 3), 0.333333333333, 1e-12);
}

// Values printed in the tests of R's scoringRules (flapl, flogis, ftt); the samples are a grid of quantiles.
TEST(Crps, OfQuantileGridsApproachesTheReferenceLaws) {
  EXPECT_NEAR(edf_crps(fixture::normal_law().grid(100000), -3), 2.43657473, 1e-6);
  EXPECT_NEAR(edf_crps(fixture::student_t_law(5).grid(100000), -3), 2.33875895, 1e-6);
  EXPECT_NEAR(edf_crps(fixture::laplace_law().grid(100000), -3), 2.29978707, 1e-6);
  EXPECT_NEAR(edf_crps(fixture::logistic_law().grid(100000), -3), 2.0971747, 1e-6);
  EXPECT_NEAR(edf_crps(fixture::truncated_student_t_law(5, -3, 2).grid(100000), -1), 0.566814455, 1e-6);
}

TEST(Crps, AgreesWithThePairsOneByOne) {
  TestDraws draws(1);
  for (const std::size_t count : {2u, 3u, 10u, 101u}) {
    const std::vector<double> samples = fixture::student_t_law(3).sorted_draw(draws, count);
    for (const double observed : {-5.0, 0.1, samples[1], 4.0}) {
      EXPECT_NEAR(fair_crps(samples, observed), pairwise_fair(samples, 1, observed), 1e-12);
    }
  }
}

TEST(Crps, KeepsASpreadFarSmallerThanTheLevel) {
  EXPECT_NEAR(fair_crps(std::vector<double>{1e9 + 1, 1e9 + 2, 1e9 + 4, 1e9 + 7}, 1e9 + 3), 1.0 / 3.0, 1e-12);
}

// z of the mean score against the known expectation 1 / sqrt(pi): beyond 4 in 6 of 100,000 correct programs.
double z_of_expected_score(std::size_t members, double (*score)(std::span<const double>, double)) {
  TestDraws draws(20260119 + members);
  const ForecastLaw law = fixture::normal_law();
  std::vector<double> excess(20000);
  for (double& value : excess) {
    value = score(law.sorted_draw(draws, members), law.draw(draws)) - std::numbers::inv_sqrtpi;
  }
  return fixture::paired_z(excess);
}

TEST(Crps, FairIsUnbiasedForEverySampleSize) {
  for (const std::size_t members : {2u, 5u, 20u}) EXPECT_LT(std::abs(z_of_expected_score(members, fair_crps)), 4.0);
}

// The planted error: that of the empirical distribution is too large by 1 / (sqrt(pi) M).
TEST(Crps, OfTheEmpiricalDistributionIsBiasedAndCaught) {
  for (const std::size_t members : {2u, 5u, 20u}) EXPECT_GT(z_of_expected_score(members, edf_crps), 4.0);
}

TEST(Crps, OfGroupsTakesTheSpreadBetweenGroupsAlone) {
  TestDraws draws(2);
  const std::vector<double> samples = fixture::normal_law().draw(draws, 23);  // the last group is short
  for (const std::size_t group_size : {1u, 4u, 12u, 22u}) {
    EXPECT_NEAR(grouped_fair_crps(samples, group_size, 0.3), pairwise_fair(samples, group_size, 0.3), 1e-13);
  }
}

// Groups of 8 share a location of variance 1; the forecast law is N(0, 2).
TEST(Crps, OfGroupsIsUnbiasedWhereTheUngroupedOneIsNot) {
  TestDraws draws(3);
  std::vector<double> grouped(20000), ungrouped(grouped.size());
  for (std::size_t week = 0; week < grouped.size(); ++week) {
    std::vector<double> samples;
    for (int group = 0; group < 3; ++group) {
      const double location = draws.normal();
      for (int member = 0; member < 8; ++member) samples.push_back(location + draws.normal());
    }
    const double observed = std::numbers::sqrt2 * draws.normal();
    const double expected = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;
    grouped[week] = grouped_fair_crps(samples, 8, observed) - expected;
    std::sort(samples.begin(), samples.end());
    ungrouped[week] = fair_crps(samples, observed) - expected;
  }
  EXPECT_LT(std::abs(fixture::paired_z(grouped)), 4.0);
  EXPECT_GT(fixture::paired_z(ungrouped), 4.0);
}

TEST(TailCrps, WithTheWholeLineAsTailIsTheFairScore) {
  const std::vector<double> samples = {1, 2, 4, 7};
  EXPECT_DOUBLE_EQ(lower_tail_crps(samples, 3, 100), fair_crps(samples, 3));
  EXPECT_DOUBLE_EQ(upper_tail_crps(samples, 3, -100), fair_crps(samples, 3));
}

// The weights below and above a threshold add to one.
TEST(TailCrps, OfBothTailsAddUpToTheWhole) {
  TestDraws draws(4);
  const std::vector<double> samples = fixture::student_t_law(4).sorted_draw(draws, 50);
  for (const double threshold : {-2.0, 0.0, 0.7}) {
    for (const double observed : {-3.0, 0.2, 2.0}) {
      const double parts =
          lower_tail_crps(samples, observed, threshold) + upper_tail_crps(samples, observed, threshold);
      EXPECT_NEAR(parts, fair_crps(samples, observed), 1e-13);
    }
  }
}

TEST(TailCrps, SeesNothingOfWhatHappensOutsideTheTail) {
  EXPECT_DOUBLE_EQ(lower_tail_crps(std::vector<double>{-3, -1, 5, 7}, 6, 0),
                   lower_tail_crps(std::vector<double>{-3, -1, 1, 2}, 9, 0));
}

// Expected z are 7 and more, so that a right program fails a bound of 3 less often than once in 10,000 seeds.
TEST(Crps, PrefersTheTrueLawToWrongLocationSpreadAndTail) {
  const SampleScore score = [](const auto& samples, double observed) { return edf_crps(samples, observed); };
  const ForecastLaw truth = fixture::normal_law();
  EXPECT_GT(z_against(score, truth, fixture::normal_law(0.3), 3000), 3.0);
  EXPECT_GT(z_against(score, truth, fixture::normal_law(0.0, 1.5), 2000), 3.0);
  EXPECT_GT(z_against(score, truth, fixture::normal_law(0.0, 0.67), 2000), 3.0);
  EXPECT_GT(z_against(score, truth, fixture::student_t_law(2.1), 10000), 3.0);
}

TEST(TailCrps, PrefersTheTrueLawToAWrongTail) {
  const SampleScore lower = [](const auto& samples, double observed) {
    return lower_tail_crps(samples, observed, -1.0);
  };
  const SampleScore upper = [](const auto& samples, double observed) {
    return upper_tail_crps(samples, observed, 1.0);
  };
  const ForecastLaw truth = fixture::student_t_law(3);
  for (const SampleScore& score : {lower, upper}) {
    EXPECT_GT(z_against(score, truth, fixture::normal_law(), 10000), 3.0);
    EXPECT_GT(z_against(score, truth, fixture::student_t_law(3, 0.0, 1.6), 10000), 3.0);
  }
}

TEST(Crps, RefusesWhatIsNoSortedFiniteSample) {
  EXPECT_THROW(fair_crps({}, 0), InternalError);
  EXPECT_THROW(edf_crps({}, 0), InternalError);
  EXPECT_THROW(fair_crps(std::vector<double>{1}, 0), InternalError);
  EXPECT_EQ(edf_crps(std::vector<double>{1}, 0), 1.0);
  EXPECT_THROW(fair_crps(std::vector<double>{2, 1}, 0), InternalError);
  EXPECT_THROW(lower_tail_crps(std::vector<double>{2, 1}, 0, 0), InternalError);
  EXPECT_THROW(lower_tail_crps(std::vector<double>{1, 2}, 0, kNan), InternalError);
  EXPECT_THROW(grouped_fair_crps(std::vector<double>{1, 2}, 2, 0), InternalError);
  EXPECT_THROW(grouped_fair_crps(std::vector<double>{1, 2}, 0, 0), InternalError);
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    EXPECT_THROW(fair_crps(std::vector<double>{1, 2}, bad), NumericalError);
    EXPECT_THROW(lower_tail_crps(std::vector<double>{1, 2}, bad, 0), NumericalError);
    EXPECT_THROW(upper_tail_crps(std::vector<double>{1, 2}, bad, 3), NumericalError);
    EXPECT_THROW(grouped_fair_crps(std::vector<double>{bad, 2, 3}, 1, 0), NumericalError);
  }
  EXPECT_THROW(edf_crps(std::vector<double>{1, kInfinity}, 0), NumericalError);
  EXPECT_THROW(lower_tail_crps(std::vector<double>{1, kInfinity}, 0, 0), NumericalError);
}

}  // namespace
}  // namespace ebbtide
