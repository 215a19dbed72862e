#include "stats/sample_quantile.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

const std::vector<double> kDoubling = {1, 2, 4, 8, 16};

// R: quantile(c(1, 2, 4, 8, 16), c(0, .01, .25, .9, .95, 1), type = 7)
TEST(SampleQuantile, IsThatOfTypeSeven) {
  EXPECT_EQ(sample_quantile(kDoubling, 0.0), 1.0);
  EXPECT_NEAR(sample_quantile(kDoubling, 0.01), 1.04, 1e-14);
  EXPECT_EQ(sample_quantile(kDoubling, 0.25), 2.0);
  EXPECT_NEAR(sample_quantile(kDoubling, 0.9), 12.8, 1e-14);
  EXPECT_NEAR(sample_quantile(kDoubling, 0.95), 14.4, 1e-14);
  EXPECT_EQ(sample_quantile(kDoubling, 1.0), 16.0);
  EXPECT_EQ(sample_quantile(std::vector<double>{7}, 0.3), 7.0);
}

TEST(SampleShortfall, CountsTheLastSampleInPart) {
  EXPECT_NEAR(sample_shortfall(kDoubling, 0.1), 1.0, 1e-15);                      // half a sample
  EXPECT_NEAR(sample_shortfall(kDoubling, 0.5), (1 + 2 + 4 * 0.5) / 2.5, 1e-15);  // two and a half
  EXPECT_NEAR(sample_shortfall(kDoubling, 1.0), 31.0 / 5.0, 1e-15);
}

TEST(SampleQuantile, RefusesWhatIsNoLevelOrSample) {
  EXPECT_THROW(sample_quantile({}, 0.5), InternalError);
  EXPECT_THROW(sample_quantile(kDoubling, -0.01), InternalError);
  EXPECT_THROW(sample_quantile(kDoubling, 1.01), InternalError);
  EXPECT_THROW(sample_shortfall({}, 0.5), InternalError);
  EXPECT_THROW(sample_shortfall(kDoubling, 0.0), InternalError);
}

}  // namespace
}  // namespace ebbtide
