// The standard errors a run states, short form; 200 seeds in tests/slow/simulation_errors_test.cpp.
#include <gtest/gtest.h>

#include "support/error_coverage.h"

namespace ebbtide {
namespace {

// 60 seeds of 4,000 paths, all statistics and columns pooled. Columns of one run move together: the pooled share has a
// standard error near 0.7 % (its spread over seeds), so that the band of 93 to 97 % around 95.4 % is left by a correct
// program 1 to 2 times in 100; the seeds are fixed.
TEST(SimulationErrors, CoverWhatALongRunFinds) {
  const auto covered = fixture::stated_error_coverage(60, 4'000, 1'000'000);
  EXPECT_GE(covered.at("all"), 0.93);
  EXPECT_LE(covered.at("all"), 0.97);
  // A kind has fewer independent columns, an event only two: three such standard errors more on either side.
  for (const auto& [kind, share] : covered) {
    RecordProperty(kind, std::to_string(share));
    EXPECT_GE(share, kind == "event" ? 0.88 : 0.915) << kind;
    EXPECT_LE(share, kind == "event" ? 1.0 : 0.985) << kind;
  }
}

TEST(SimulationErrors, TheFormulaForIndependentPathsDoesNotCover) {
  EXPECT_LT(fixture::independent_error_coverage(40, 16'000, 1'000'000), 0.93);
}

}  // namespace
}  // namespace ebbtide
