#include "stats/column_summary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

std::vector<double> sums_of_groups(const std::vector<float>& samples, std::size_t group_size) {
  std::vector<double> sums((samples.size() + group_size - 1) / group_size);
  for (std::size_t i = 0; i < samples.size(); ++i) sums[i / group_size] += samples[i];
  return sums;
}

ColumnSummary summarise(const std::vector<float>& samples, std::size_t group_size) {
  SummaryScratch scratch;
  return summarise_column(samples, sums_of_groups(samples, group_size), group_size, scratch);
}

std::vector<float> one_to(int n) {
  std::vector<float> samples(static_cast<std::size_t>(n));
  std::iota(samples.begin(), samples.end(), 1.0f);
  return samples;
}

// The rule as R documents it for type = 7: m = 1 - p, j = floor(n p + m), g = n p + m - j, Q = (1 - g) x_j + g x_j+1.
double type_seven(const std::vector<float>& sorted, double p) {
  const double position = static_cast<double>(sorted.size()) * p + 1.0 - p;
  const auto j = static_cast<std::size_t>(position + 1e-12);  // R, too, allows for rounding here
  const double g = position - static_cast<double>(j);
  return (1.0 - g) * sorted[j - 1] + g * (j < sorted.size() ? sorted[j] : sorted[j - 1]);
}

TEST(ColumnSummary, AgreesWithAHandCalculationInGroupsOfTwo) {
  // Groups (1, 3), (2, 6): mean 3, variance (4 + 0 + 1 + 9) / 3.
  const ColumnSummary summary = summarise({1, 3, 2, 6}, 2);
  EXPECT_DOUBLE_EQ(summary.mean.value, 3.0);
  // Group sums of deviations -2 and 2: 2 * (4 + 4) / 16.
  EXPECT_DOUBLE_EQ(summary.mean.standard_error, 1.0);
  const double sd = std::sqrt(14.0 / 3.0);
  EXPECT_DOUBLE_EQ(summary.standard_deviation.value, sd);
  // Squares 4, 10 about their mean 7: deviations -3, 3; sqrt(2 * 18) / 4 / (2 sd).
  EXPECT_DOUBLE_EQ(summary.standard_deviation.standard_error, 1.5 / (2 * sd));
  // Sorted 1 2 3 6; median 2.5 has one sample of either group below, so its CDF has no error between the groups.
  EXPECT_DOUBLE_EQ(summary.quantiles[4].value, 2.5);
  EXPECT_DOUBLE_EQ(summary.quantiles[4].standard_error, 0.0);
  // 5 %: rank 0.15, so 1.15; only group 0 has a sample below. Counts 1, 0: deviations 1/2, -1/2; se_F = 1/4.
  EXPECT_DOUBLE_EQ(summary.quantiles[1].value, 1.15);
  // Q(0.30) = 1.9, Q(-0.20 -> 0) = 1: slope 0.9 / 0.30 over what remains.
  EXPECT_DOUBLE_EQ(summary.quantiles[1].standard_error, 0.25 * 0.9 / 0.30);
  // 75 %: rank 2.25, so 3.75; both groups lack the same share: counts 2, 1: se_F = 1/4; Q(1) - Q(0.5) = 3.5.
  EXPECT_DOUBLE_EQ(summary.quantiles[5].value, 3.75);
  EXPECT_DOUBLE_EQ(summary.quantiles[5].standard_error, 3.5 / 2);
  // The lowest 0.2 of a sample: its value; tail sums -0.15 and 0: deviations -0.075, 0.075.
  EXPECT_DOUBLE_EQ(summary.shortfall.value, 1.0);
  EXPECT_NEAR(summary.shortfall.standard_error, std::sqrt(2 * 2 * 0.075 * 0.075) / 4 / 0.05, 1e-12);
}

TEST(ColumnSummary, TakesQuantilesByTheTypeSevenRule) {
  for (const int n : {1, 2, 3, 10, 11, 99, 100, 101, 1000}) {
    std::vector<float> samples = one_to(n);
    for (float& sample : samples) sample = sample * sample;
    const std::vector<float> sorted = samples;
    std::reverse(samples.begin(), samples.end());
    const ColumnSummary summary = summarise(samples, 3);
    for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
      EXPECT_NEAR(summary.quantiles[level].value, type_seven(sorted, kQuantileLevels[level]), 1e-9 * n * n)
          << n << " at " << kQuantileLevels[level];
    }
  }
}

// R: quantile(c(1, 2, 4, 8, 16), c(.01, .05, .1, .25, .5, .75, .9, .95, .99), type = 7)
TEST(ColumnSummary, GivesTheQuantilesOfASmallVector) {
  const ColumnSummary summary = summarise({16, 1, 8, 2, 4}, 1);
  const std::array<double, 9> expected = {1.04, 1.2, 1.4, 2, 4, 8, 12.8, 14.4, 15.68};
  for (std::size_t level = 0; level < expected.size(); ++level) {
    EXPECT_NEAR(summary.quantiles[level].value, expected[level], 1e-12);
  }
}

TEST(ColumnSummary, CountsTheLastSampleOfTheShortfallInPart) {
  // 5 % of 50 samples are 2.5: (1 + 2 + 3 / 2) / 2.5.
  EXPECT_NEAR(summarise(one_to(50), 5).shortfall.value, 4.5 / 2.5, 1e-12);
  // 5 % of 100 samples are 5, a whole number.
  EXPECT_NEAR(summarise(one_to(100), 5).shortfall.value, 3.0, 1e-12);
}

TEST(ColumnSummary, KnowsNoErrorOfASingleSampleOrGroup) {
  const ColumnSummary one = summarise({7}, 16);
  EXPECT_EQ(one.mean.value, 7.0);
  EXPECT_EQ(one.standard_deviation.value, 0.0);
  EXPECT_EQ(one.shortfall.value, 7.0);
  for (const Estimate& quantile : one.quantiles) EXPECT_EQ(quantile.value, 7.0);
  const ColumnSummary group = summarise({7, 8, 9}, 3);
  EXPECT_EQ(group.standard_deviation.value, 1.0);
  for (const ColumnSummary& summary : {one, group}) {
    EXPECT_TRUE(std::isnan(summary.mean.standard_error));
    EXPECT_TRUE(std::isnan(summary.standard_deviation.standard_error));
    EXPECT_TRUE(std::isnan(summary.quantiles[4].standard_error));
    EXPECT_TRUE(std::isnan(summary.shortfall.standard_error));
  }
}

TEST(ColumnSummary, FindsNoSpreadInAConstantColumn) {
  // 0.1 is no float, so the group sums differ from the samples by the rounding.
  const std::vector<float> samples(10, 0.1f);
  const std::vector<double> sums = {0.4, 0.4, 0.2};
  SummaryScratch scratch;
  const ColumnSummary summary = summarise_column(samples, sums, 4, scratch);
  EXPECT_DOUBLE_EQ(summary.mean.value, 0.1);
  EXPECT_NEAR(summary.mean.standard_error, 0.0, 1e-17);
  EXPECT_EQ(summary.standard_deviation.value, 0.0);
  EXPECT_EQ(summary.standard_deviation.standard_error, 0.0);
  for (const Estimate& quantile : summary.quantiles) {
    EXPECT_EQ(quantile.value, 0.1f);
    EXPECT_EQ(quantile.standard_error, 0.0);
  }
  EXPECT_NEAR(summary.shortfall.value, 0.1f, 1e-15);
  EXPECT_NEAR(summary.shortfall.standard_error, 0.0, 1e-15);
}

TEST(ColumnSummary, CountsTiesOnTheirOwnSide) {
  // Half zeros, half ones, in groups of equal shares: no error; quantiles jump at the median.
  std::vector<float> samples(1000);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<float>(i % 2);
  const ColumnSummary summary = summarise(samples, 10);
  EXPECT_EQ(summary.quantiles[3].value, 0.0);
  EXPECT_EQ(summary.quantiles[4].value, 0.5);
  EXPECT_EQ(summary.quantiles[5].value, 1.0);
  for (const Estimate& quantile : summary.quantiles) EXPECT_NEAR(quantile.standard_error, 0.0, 1e-15);
}

TEST(ColumnSummary, GivesAShortLastGroupItsOwnWeight) {
  // Groups (0, 0), (0, 0), (3): mean 0.6; deviations -1.2, -1.2, 2.4; 3/2 * 8.64 / 25.
  const ColumnSummary summary = summarise({0, 0, 0, 0, 3}, 2);
  EXPECT_DOUBLE_EQ(summary.mean.value, 0.6);
  EXPECT_DOUBLE_EQ(summary.mean.standard_error, std::sqrt(1.5 * 8.64) / 5);
}

TEST(ColumnSummary, TakesTheMeanFromTheUnroundedSums) {
  SummaryScratch scratch;
  const ColumnSummary summary =
      summarise_column(std::vector<float>{1, 1, 1, 1}, std::vector<double>{2.002, 2.004}, 2, scratch);
  EXPECT_DOUBLE_EQ(summary.mean.value, 1.0015);
  EXPECT_NEAR(summary.mean.standard_error, std::sqrt(2 * 2 * 1e-6) / 4, 1e-15);
}

TEST(ColumnSummary, KeepsTheSpreadOfAFarAwayColumn) {
  // Sums of squares about zero would lose it all.
  const ColumnSummary summary = summarise({1e6f - 1, 1e6f + 1, 1e6f - 1, 1e6f + 1}, 1);
  EXPECT_DOUBLE_EQ(summary.standard_deviation.value, std::sqrt(4.0 / 3.0));
}

TEST(ColumnSummary, DoesNotDependOnWhatTheScratchServedBefore) {
  SummaryScratch scratch;
  const std::vector<float> large = one_to(1000), small = {3, 1, 2};
  summarise_column(large, sums_of_groups(large, 7), 7, scratch);
  const ColumnSummary again = summarise_column(small, sums_of_groups(small, 1), 1, scratch);
  const ColumnSummary fresh = summarise(small, 1);
  EXPECT_EQ(again.quantiles[4].value, fresh.quantiles[4].value);
  EXPECT_EQ(again.quantiles[4].standard_error, fresh.quantiles[4].standard_error);
  EXPECT_EQ(again.shortfall.standard_error, fresh.shortfall.standard_error);
}

// Beyond 4,096 groups the errors of quantiles are those of the first ones, scaled by the root of the share of samples
// that they hold; the others are of all groups.
TEST(ColumnSummary, JudgesErrorsOfQuantilesByTheFirstGroupsAndScalesThem) {
  constexpr std::size_t kGroup = 4, kCounted = 4'096 * kGroup, kAll = 4 * kCounted;
  std::mt19937 words(11);
  std::normal_distribution<float> normal(50.0f, 6.0f);
  std::vector<float> first(kCounted), all(kAll);
  for (std::size_t i = 0; i < kCounted; ++i) first[i] = all[i] = normal(words);
  // The same values again, in groups of values that are alike: their groups' own errors are twice as large.
  for (std::size_t i = kCounted; i < kAll; ++i) all[i] = first[i % kCounted];
  std::sort(all.begin() + kCounted, all.end());
  const ColumnSummary few = summarise(first, kGroup), many = summarise(all, kGroup);
  EXPECT_NEAR(many.mean.value, few.mean.value, 1e-9);
  EXPECT_NEAR(many.standard_deviation.value, few.standard_deviation.value, 1e-3);
  for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) {
    const Estimate &of_few = few.quantiles[q], &of_many = many.quantiles[q];
    EXPECT_NEAR(of_many.value, of_few.value, 0.1 * of_few.standard_error);
    EXPECT_NEAR(of_many.standard_error / of_few.standard_error, 0.5, 0.12);  // a shorter stretch of the samples
  }
  EXPECT_GT(many.mean.standard_error, 0.8 * few.mean.standard_error);
  EXPECT_GT(many.standard_deviation.standard_error, 0.8 * few.standard_deviation.standard_error);
  EXPECT_GT(many.shortfall.standard_error, 0.8 * few.shortfall.standard_error);
}

TEST(ColumnSummary, RefusesSamplesThatAreNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    EXPECT_THROW(summarise({1, bad, 2}, 1), NumericalError) << bad;
  }
}

TEST(ColumnSummary, RefusesShapesThatDoNotFit) {
  SummaryScratch scratch;
  const std::vector<float> samples = one_to(5);
  EXPECT_THROW(summarise_column({}, {}, 2, scratch), InternalError);
  EXPECT_THROW(summarise_column(samples, std::vector<double>(2), 2, scratch), InternalError);
  EXPECT_THROW(summarise_column(samples, std::vector<double>(5), 0, scratch), InternalError);
}

TEST(FractionBelow, CountsTiesHalf) {
  const std::vector<float> samples = {1, 2, 2, 3};
  EXPECT_EQ(fraction_below(samples, 0.5), 0.0);
  EXPECT_EQ(fraction_below(samples, 2.0), 0.5);
  EXPECT_EQ(fraction_below(samples, 2.5), 0.75);
  EXPECT_EQ(fraction_below(samples, 3.0), 0.875);
  EXPECT_EQ(fraction_below(samples, 9.0), 1.0);
  EXPECT_THROW(fraction_below({}, 0.0), InternalError);
}

}  // namespace
}  // namespace ebbtide
