// The long form of tests/statistical/simulation_errors_test.cpp.
#include <gtest/gtest.h>

#include "support/error_coverage.h"

namespace ebbtide {
namespace {

// 200 seeds of 5,000 paths, pooled: the share has a standard error of 0.24 %, deltas alone 0.6 %, so that the bands are
// left by the program as it is less than 2 times in 100, and by the pooled share alone less than once in a million.
TEST(SimulationErrors, CoverTheTruthInNinetyThreeToNinetySevenPercentOfTwoHundredSeeds) {
  const auto covered = fixture::stated_error_coverage(200, 5'000, 2'000'000);
  EXPECT_GE(covered.at("all"), 0.93);
  EXPECT_LE(covered.at("all"), 0.97);
  EXPECT_GE(covered.at("delta"), 0.93);
  EXPECT_LE(covered.at("delta"), 0.97);
}

TEST(SimulationErrors, TheFormulaForIndependentPathsDoesNotCover) {
  EXPECT_LT(fixture::independent_error_coverage(200, 16'000, 2'000'000), 0.93);
}

}  // namespace
}  // namespace ebbtide
