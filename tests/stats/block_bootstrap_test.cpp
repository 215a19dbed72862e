#include "stats/block_bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"
#include "support/binomial_band.h"
#include "support/score_series.h"

namespace ebbtide {
namespace {

bool follows(std::uint32_t before, std::uint32_t after, std::size_t weeks) {
  return after == (before + 1) % weeks;
}

TEST(ResampledWeeks, OfCircularBlocksRunTheLengthGiven) {
  const ResampledWeeks table = ResampledWeeks::circular(10, 4, 200, 1);
  ASSERT_EQ(table.resamples(), 200U);
  for (std::size_t r = 0; r < table.resamples(); ++r) {
    ASSERT_EQ(table[r].size(), 10U);
    for (std::size_t place = 0; place < 10; ++place) {
      EXPECT_LT(table[r][place], 10U);
      EXPECT_TRUE(place % 4 == 0 || follows(table[r][place - 1], table[r][place], 10));
    }
  }
}

// A run goes on with 1 - 1/5, or begins anew at the week that follows by chance, 1/5 of 1/50. False alarm: once in
// 1000.
TEST(ResampledWeeks, OfTheStationaryBootstrapRunGeometrically) {
  const ResampledWeeks table = ResampledWeeks::stationary(50, 5.0, 400, 2);
  int going_on = 0;
  for (std::size_t r = 0; r < table.resamples(); ++r) {
    for (std::size_t place = 1; place < 50; ++place) {
      going_on += follows(table[r][place - 1], table[r][place], 50) ? 1 : 0;
    }
  }
  EXPECT_TRUE(fixture::binomial_band(400 * 49, 0.8 + 0.2 / 50, 1e-3).contains(going_on));
}

// Every week is drawn equally often; blocks that stop at the last week would favour the middle. Run length 1: counts of
// independent draws, chi squared with 19 degrees of freedom.
TEST(ResampledWeeks, DrawEveryWeekEquallyOften) {
  for (const ResampledWeeks& table :
       {ResampledWeeks::stationary(20, 1.0, 1000, 3), ResampledWeeks::circular(20, 1, 1000, 3)}) {
    std::array<double, 20> counts{};
    for (std::size_t r = 0; r < table.resamples(); ++r) {
      for (const std::uint32_t week : table[r]) counts[week] += 1.0;
    }
    double statistic = 0.0;
    for (const double count : counts) statistic += (count - 1000.0) * (count - 1000.0) / 1000.0;
    EXPECT_GT(chi_squared_survival(statistic, 19), 1e-3);
    EXPECT_LT(chi_squared_survival(statistic, 19), 1.0 - 1e-3);
  }
}

TEST(ResampledWeeks, DoNotDependOnTheirNumber) {
  const ResampledWeeks few = ResampledWeeks::stationary(30, 3.0, 10, 4);
  const ResampledWeeks many = ResampledWeeks::stationary(30, 3.0, 100, 4);
  const ResampledWeeks other = ResampledWeeks::stationary(30, 3.0, 10, 5);
  bool same_as_other = true;
  for (std::size_t r = 0; r < 10; ++r) {
    EXPECT_TRUE(std::ranges::equal(few[r], many[r]));
    same_as_other = same_as_other && std::ranges::equal(few[r], other[r]);
  }
  EXPECT_FALSE(same_as_other);
}

TEST(ResampledWeeks, AverageTheWeeksTheyHold) {
  const ResampledWeeks table = ResampledWeeks::circular(3, 2, 5, 6);
  const std::vector<double> values = {1, 10, 100};
  const std::vector<double> means = table.means(values);
  for (std::size_t r = 0; r < 5; ++r) {
    EXPECT_DOUBLE_EQ(means[r], (values[table[r][0]] + values[table[r][1]] + values[table[r][2]]) / 3.0);
  }
}

TEST(UsualRunLength, IsTheLargerOfHorizonAndCubeRoot) {
  EXPECT_EQ(usual_run_length(110, 1), 5U);
  EXPECT_EQ(usual_run_length(110, 8), 8U);
  EXPECT_EQ(usual_run_length(6, 8), 6U);
  EXPECT_EQ(usual_run_length(1, 1), 1U);
}

// With runs of one week the error is the standard deviation (divisor n) over sqrt(n), up to the noise of 4000
// resamples.
TEST(BlockBootstrap, OfSingleWeeksIsTheErrorOfAMean) {
  const std::vector<double> values = {1, 4, 2, 8, 5, 7, 3, 9, 6, 0};
  const Estimate mean = bootstrap_mean(values, ResampledWeeks::circular(10, 1, 4000, 7));
  EXPECT_DOUBLE_EQ(mean.value, 4.5);
  EXPECT_NEAR(mean.standard_error, std::sqrt(8.25 / 10), 4.0 * std::sqrt(8.25 / 10) / std::sqrt(2.0 * 4000));
}

TEST(BlockBootstrap, OfADifferencePairsTheWeeks) {
  const ResampledWeeks table = ResampledWeeks::stationary(4, 2.0, 500, 8);
  const std::vector<double> first = {5, 1, 7, 3}, second = {4, 0, 6, 2};
  const Estimate difference = bootstrap_difference(first, second, table);
  EXPECT_DOUBLE_EQ(difference.value, 1.0);
  EXPECT_EQ(difference.standard_error, 0.0);
}

TEST(BlockBootstrap, OfSkillIsOneLessTheRatioOfMeans) {
  const ResampledWeeks table = ResampledWeeks::stationary(4, 2.0, 500, 9);
  const std::vector<double> reference = {4, 2, 6, 8}, half = {2, 1, 3, 4};
  const Estimate skill = bootstrap_skill(half, reference, table);
  EXPECT_DOUBLE_EQ(skill.value, 0.5);
  EXPECT_EQ(skill.standard_error, 0.0);  // the ratio is one half in every resample
  const std::vector<double> other = {3, 1, 2, 4};
  const Estimate changing = bootstrap_skill(other, reference, table);
  EXPECT_DOUBLE_EQ(changing.value, 0.5);
  EXPECT_GT(changing.standard_error, 0.0);
}

struct Coverage {
  int difference = 0;
  int skill = 0;
  int unpaired = 0;
};

// 600 worlds of 110 weeks, the true values known: how often a 90 % normal interval holds them.
Coverage coverage_of(std::size_t overlap, std::size_t run, double own) {
  fixture::TestDraws draws(10);
  const double z = normal_quantile(0.95);
  Coverage count;
  for (std::uint64_t world = 0; world < 600; ++world) {
    const std::vector<double> common = fixture::overlapping_noise(draws, 110, overlap);
    std::vector<double> score = fixture::scores_of(draws, common, 4.0, 0.0), reference = score;
    const std::vector<double> noise = fixture::overlapping_noise(draws, 110, overlap);
    for (std::size_t t = 0; t < score.size(); ++t) score[t] += own * noise[t] - 1.0;
    const ResampledWeeks table = ResampledWeeks::stationary(110, static_cast<double>(run), 300, world);
    const Estimate difference = bootstrap_difference(score, reference, table);
    const Estimate skill = bootstrap_skill(score, reference, table);
    const double unpaired =
        std::hypot(bootstrap_mean(score, table).standard_error, bootstrap_mean(reference, table).standard_error);
    count.difference += std::abs(difference.value + 1.0) < z * difference.standard_error ? 1 : 0;
    count.skill += std::abs(skill.value - 0.25) < z * skill.standard_error ? 1 : 0;
    count.unpaired += std::abs(difference.value + 1.0) < z * unpaired ? 1 : 0;
  }
  return count;
}

// Errors of this kind are too small by 5 % (independent weeks) to 21 % (four overlap): 90 % intervals hold in 86 and
// 79 %; the bounds add the band of counting, once in 1000 seeds.
TEST(BlockBootstrap, CoversTheTruthWhereWeeksOverlap) {
  for (const std::size_t overlap : {1u, 4u}) {
    const Coverage held = coverage_of(overlap, usual_run_length(110, static_cast<int>(overlap)), 0.3);
    for (const int count : {held.difference, held.skill}) {
      EXPECT_GE(count, fixture::binomial_band(600, 0.78, 1e-3).low) << overlap;
      EXPECT_LE(count, fixture::binomial_band(600, 0.90, 1e-3).high) << overlap;
    }
    // The planted error: unpaired errors hold nearly always, and so would miss a real difference.
    EXPECT_GT(held.unpaired, 598) << overlap;
  }
}

// The planted error: runs of one week where four overlap.
TEST(BlockBootstrap, CoversFarTooLittleWhereOverlapIsIgnored) {
  EXPECT_LT(coverage_of(4, 1, 0.3).difference, fixture::binomial_band(600, 0.70, 1e-3).low);
}

TEST(BlockBootstrap, RefusesShapesThatDoNotFit) {
  EXPECT_THROW(ResampledWeeks::stationary(0, 1.0, 10, 1), InternalError);
  EXPECT_THROW(ResampledWeeks::stationary(5, 0.5, 10, 1), InternalError);
  EXPECT_THROW(ResampledWeeks::stationary(5, 6.0, 10, 1), InternalError);
  EXPECT_THROW(ResampledWeeks::circular(5, 0, 10, 1), InternalError);
  EXPECT_THROW(ResampledWeeks::circular(5, 6, 10, 1), InternalError);
  EXPECT_THROW(ResampledWeeks::circular(5, 2, 0, 1), InternalError);
  EXPECT_THROW(usual_run_length(5, 0), InternalError);
  const ResampledWeeks table = ResampledWeeks::circular(2, 1, 10, 1);
  EXPECT_THROW(bootstrap_mean(std::vector<double>{1}, table), InternalError);
  EXPECT_THROW(bootstrap_difference(std::vector<double>{1, 2}, std::vector<double>{1}, table), InternalError);
  EXPECT_THROW(bootstrap_skill(std::vector<double>{1, 2}, std::vector<double>{1, -1}, table), InternalError);
  const std::vector<double> bad = {1, std::numeric_limits<double>::infinity()};
  EXPECT_THROW(bootstrap_mean(bad, table), NumericalError);
  EXPECT_THROW(bootstrap_skill(std::vector<double>{1, 2}, bad, table), NumericalError);
}

}  // namespace
}  // namespace ebbtide
