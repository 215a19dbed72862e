#include "calibration/aum_reconstruction.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/test_draws.h"

namespace ebbtide {
namespace {

// `weeks` weeks that obey the identity exactly, AUM published every `every` weeks.
struct Truth {
  std::vector<AumWeek> weeks;
  std::vector<double> aum;
};

Truth exact_history(int weeks, int every, std::uint64_t seed = 1) {
  fixture::TestDraws draws(seed);
  Truth truth;
  double aum = 1000.0;
  for (int t = 0; t < weeks; ++t) {
    AumWeek week;
    week.simple_return = 0.05 * draws.normal();
    week.flow_musd = 20.0 * draws.normal();
    if (t > 0) aum = aum * (1.0 + week.simple_return) + week.flow_musd;
    if (t % every == 0) week.observed_musd = aum;
    truth.weeks.push_back(week);
    truth.aum.push_back(aum);
  }
  return truth;
}

TEST(AumReconstruction, GoesThroughExactObservations) {
  Truth truth = exact_history(21, 5);
  truth.weeks[10].observed_musd = *truth.weeks[10].observed_musd * 1.03;  // a jump no flow explains
  const AumPath path = reconstruct_aum(truth.weeks, false);
  for (std::size_t t = 0; t < 21; t += 5) {
    EXPECT_NEAR(path.weeks[t].mean_musd, *truth.weeks[t].observed_musd, 1e-9) << t;
    EXPECT_NEAR(path.weeks[t].sd_musd, 0.0, 1e-6) << t;
  }
}

// What flows and returns explain is found again between the observations, whatever the process noise.
TEST(AumReconstruction, ConservesAumBetweenObservationsThatTheIdentityExplains) {
  const Truth truth = exact_history(25, 6);
  const AumPath path = reconstruct_aum(truth.weeks, false);
  EXPECT_EQ(path.noise, 0.001);  // the smallest of the grid: nothing is left to explain
  for (std::size_t t = 0; t < 25; ++t) EXPECT_NEAR(path.weeks[t].mean_musd, truth.aum[t], 1e-8) << t;
}

TEST(AumReconstruction, IsLeastCertainInTheMiddleOfAGap) {
  std::vector<AumWeek> weeks(9);
  weeks[0].observed_musd = weeks[8].observed_musd = 500.0;
  const AumPath path = reconstruct_aum(weeks, false);
  EXPECT_EQ(path.noise, 0.005);  // two observations say nothing about it
  for (std::size_t t = 0; t < 4; ++t) {
    EXPECT_LT(path.weeks[t].sd_musd, path.weeks[t + 1].sd_musd) << t;
    EXPECT_GT(path.weeks[4 + t].sd_musd, path.weeks[5 + t].sd_musd) << t;
  }
  // A random walk between two pins: variance t (n - t) / n of the step's.
  EXPECT_NEAR(path.weeks[4].sd_musd, 2.5 * std::sqrt(2.0), 1e-3 * 2.5);
}

TEST(AumReconstruction, ShiftsHalfAnUnexplainedMoveToTheMiddle) {
  std::vector<AumWeek> weeks(3);
  weeks[0].observed_musd = 100.0;
  weeks[2].observed_musd = 104.0;
  EXPECT_NEAR(reconstruct_aum(weeks, false).weeks[1].mean_musd, 102.0, 0.02);
}

TEST(AumReconstruction, StartsFromNothingWhereAFundOpens) {
  std::vector<AumWeek> weeks(3);
  weeks[0].flow_musd = 50.0;
  weeks[1].flow_musd = 10.0;
  weeks[1].simple_return = 0.1;
  const AumPath path = reconstruct_aum(weeks, true);
  EXPECT_NEAR(path.weeks[0].mean_musd, 50.0, 1e-12);
  EXPECT_NEAR(path.weeks[1].mean_musd, 65.0, 1e-12);
  EXPECT_GT(path.weeks[2].sd_musd, path.weeks[0].sd_musd);
}

TEST(AumReconstruction, WeighsARoundedFigureAgainstTheIdentity) {
  Truth truth = exact_history(9, 4);
  truth.weeks[4].observed_musd = truth.aum[4] + 30.0;
  truth.weeks[4].observed_variance = 1e6;  // hardly known
  const AumPath path = reconstruct_aum(truth.weeks, false);
  EXPECT_NEAR(path.weeks[4].mean_musd, truth.aum[4], 0.5);
}

// 1 % of unexplained movement a week: 60 weeks fix it within a tenth, so within a step of the grid.
TEST(AumReconstruction, FindsTheSizeOfWhatFlowsAndReturnsDoNotExplain) {
  fixture::TestDraws draws(2);
  std::vector<AumWeek> weeks(60);
  double aum = 1000.0;
  for (AumWeek& week : weeks) {
    aum *= 1.0 + 0.01 * draws.normal();
    week.observed_musd = aum;
  }
  const double noise = reconstruct_aum(weeks, false).noise;
  EXPECT_GE(noise, 0.0075);
  EXPECT_LE(noise, 0.015);
}

TEST(AumReconstruction, NeverGoesBelowZero) {
  std::vector<AumWeek> weeks(2);
  weeks[0].observed_musd = 10.0;
  weeks[1].flow_musd = -25.0;
  for (const AumEstimate& week : reconstruct_aum(weeks, false).weeks) EXPECT_GE(week.mean_musd, 0.0);
}

}  // namespace
}  // namespace ebbtide
