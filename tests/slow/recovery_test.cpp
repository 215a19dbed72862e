// The long form of tests/statistical/recovery_test.cpp: more histories, and weeks whose flow nobody published.
#include "support/recovery.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

void expect_coverage(int replications, std::uint64_t seed, const fixture::HistoryOptions& options) {
  const fixture::CoverageCounts counts = fixture::recovery_coverage(replications, seed, options);
  const fixture::CountBand each = fixture::binomial_band(replications, fixture::kRecoveryContent, 1e-3);
  for (const auto& [name, count] : counts)
    EXPECT_TRUE(each.contains(count)) << name << ": " << count << " of " << replications;
}

// 600 histories, 19 parameters, exact binomial bands of 99.9 % each.
TEST(Recovery, PosteriorIntervalsCoverTheParametersOfSixHundredHistories) {
  expect_coverage(600, 5001, {});
}

// 100 histories with a quarter of the weeks' flows missing.
TEST(Recovery, PosteriorIntervalsCoverTheParametersWhereFlowsAreMissing) {
  fixture::HistoryOptions options;
  options.missing_flows = 0.25;
  expect_coverage(100, 9001, options);
}

}  // namespace
}  // namespace ebbtide
