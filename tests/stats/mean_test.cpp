#include "stats/mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace ebbtide {
namespace {

TEST(Mean, IsTheSumOverTheCount) {
  EXPECT_DOUBLE_EQ(mean(std::vector<double>{1.0, 2.0, 6.0}), 3.0);
  EXPECT_TRUE(std::isnan(mean({})));
}

}  // namespace
}  // namespace ebbtide
