#include "stats/coverage.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/contract.h"
#include "support/binomial_band.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

constexpr std::array<double, 4> kNominals = {0.5, 0.8, 0.9, 0.95};

// R: qbinom(c(.025, .975), n, .9) / n.
TEST(CoverageBand, IsThatOfTheBinomialLaw) {
  const auto low = [](int n) { return std::round(100.0 * coverage_band(n, 0.9, 0.95).low / n); };
  const auto high = [](int n) { return std::round(100.0 * coverage_band(n, 0.9, 0.95).high / n); };
  EXPECT_EQ(low(52), 81);
  EXPECT_EQ(high(52), 98);
  EXPECT_EQ(low(104), 84);
  EXPECT_EQ(high(104), 95);
  EXPECT_EQ(low(156), 85);
  EXPECT_EQ(high(156), 94);
}

TEST(CoverageBand, LeavesAtMostItsTailOnEitherSide) {
  for (const int weeks : {1, 7, 52, 110}) {
    for (const double nominal : {0.05, 0.5, 0.9}) {
      const CoverageBand band = coverage_band(weeks, nominal, 0.95);
      const fixture::CountBand other = fixture::binomial_band(weeks, nominal, 0.05);
      EXPECT_EQ(band.low, other.low) << weeks << " " << nominal;
      EXPECT_EQ(band.high, other.high) << weeks << " " << nominal;
      EXPECT_TRUE(band.contains(band.low) && band.contains(band.high));
      EXPECT_FALSE(band.contains(band.low - 1) || band.contains(band.high + 1));
    }
  }
}

TEST(JointCoverage, OfOneLevelIsItsBinomialProbability) {
  const std::array<CoverageBand, 1> one = {{{0.8, 1, 2}}};
  EXPECT_NEAR(joint_coverage_probability(3, one), 3 * 0.8 * 0.04 + 3 * 0.64 * 0.2, 1e-14);
}

// Two weeks: the 50 % interval holds one or none, the 80 % interval at least one. All pairs of (inside 50, inside 80
// only, outside) by hand: both inside 50 is out, both outside is out.
TEST(JointCoverage, KnowsThatIntervalsLieInsideOneAnother) {
  const std::array<CoverageBand, 2> bands = {{{0.5, 0, 1}, {0.8, 1, 2}}};
  EXPECT_NEAR(joint_coverage_probability(2, bands), 1.0 - 0.25 - 0.04, 1e-14);
}

std::array<int, 4> simulated_counts(fixture::TestDraws& draws, int weeks) {
  std::array<int, 4> counts{};
  for (int week = 0; week < weeks; ++week) {
    const double distance = draws.uniform();
    for (std::size_t level = 0; level < kNominals.size(); ++level) counts[level] += distance < kNominals[level] ? 1 : 0;
  }
  return counts;
}

// The exact recursion against counting: a right program strays from the band once in 1000 seeds.
TEST(JointCoverage, HoldsAsOftenAsItSays) {
  fixture::TestDraws draws(1);
  for (const int weeks : {26, 110}) {
    for (const double confidence : {0.90, 0.99}) {
      const std::vector<CoverageBand> bands = joint_coverage_bands(weeks, kNominals, confidence);
      const double exact = joint_coverage_probability(weeks, bands);
      EXPECT_GE(exact, confidence);
      int held = 0, held_pointwise = 0;
      for (int run = 0; run < 4000; ++run) {
        const std::array<int, 4> counts = simulated_counts(draws, weeks);
        bool inside = true, inside_pointwise = true;
        for (std::size_t level = 0; level < bands.size(); ++level) {
          inside = inside && bands[level].contains(counts[level]);
          inside_pointwise =
              inside_pointwise && coverage_band(weeks, kNominals[level], confidence).contains(counts[level]);
        }
        held += inside ? 1 : 0;
        held_pointwise += inside_pointwise ? 1 : 0;
      }
      EXPECT_TRUE(fixture::binomial_band(4000, exact, 1e-3).contains(held)) << weeks << " " << confidence;
      // The planted error: bands of one level each are no joint bands.
      if (confidence > 0.9) continue;
      EXPECT_LT(held_pointwise, fixture::binomial_band(4000, confidence, 1e-3).low);
    }
  }
}

TEST(JointCoverage, LiesBetweenThePointwiseBandsAndBonferroni) {
  const std::vector<CoverageBand> bands = joint_coverage_bands(110, kNominals, 0.95);
  bool narrower = false;
  for (std::size_t level = 0; level < bands.size(); ++level) {
    const CoverageBand pointwise = coverage_band(110, kNominals[level], 0.95);
    const CoverageBand bonferroni = coverage_band(110, kNominals[level], 1.0 - 0.05 / 4);
    EXPECT_EQ(bands[level].nominal, kNominals[level]);
    EXPECT_LE(bands[level].low, pointwise.low);
    EXPECT_GE(bands[level].high, pointwise.high);
    EXPECT_GE(bands[level].low, bonferroni.low);
    EXPECT_LE(bands[level].high, bonferroni.high);
    narrower = narrower || bands[level].low > bonferroni.low || bands[level].high < bonferroni.high;
  }
  EXPECT_TRUE(narrower);
}

TEST(Coverage, RefusesWhatIsNoProbability) {
  EXPECT_THROW(coverage_band(0, 0.9, 0.95), InternalError);
  EXPECT_THROW(coverage_band(10, 1.0, 0.95), InternalError);
  EXPECT_THROW(coverage_band(10, 0.9, 0.0), InternalError);
  EXPECT_THROW(joint_coverage_bands(10, {}, 0.9), InternalError);
  EXPECT_THROW(joint_coverage_bands(10, std::array{0.9, 0.8}, 0.9), InternalError);
  EXPECT_THROW(joint_coverage_probability(10, {}), InternalError);
}

}  // namespace
}  // namespace ebbtide
