#include "calibration/volatility.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

TEST(Volatility, FollowsTheFilterByHand) {
  const std::vector<double> scale = filter_volatility({2.0, 0.5, 1.0}, {0.9, 9.0});
  ASSERT_EQ(scale.size(), 4u);
  EXPECT_DOUBLE_EQ(scale[0], 1.0);
  EXPECT_DOUBLE_EQ(scale[1], 0.9 + 0.1 * 2.0);
  EXPECT_DOUBLE_EQ(scale[2], 0.9 * 1.1 + 0.1 * 0.5);
  EXPECT_DOUBLE_EQ(scale[3], 0.9 * 1.04 + 0.1);
}

TEST(Volatility, UsesOnlyWeeksBeforeTheOneItScales) {
  const std::vector<double> calm = filter_volatility({1.0, 1.0, 1.0}, {}),
                            shaken = filter_volatility({1.0, 1.0, 50.0}, {});
  EXPECT_EQ(calm[2], shaken[2]);
  EXPECT_LT(calm[3], shaken[3]);
}

TEST(Volatility, CapsWhatOneWeekMayAddRelativeToTheScaleThen) {
  EXPECT_DOUBLE_EQ(filter_volatility({1000.0}, {0.97, 9.0})[1], 0.97 + 0.03 * 9.0);
  const std::vector<double> twice = filter_volatility({1000.0, 1000.0}, {0.97, 9.0});
  EXPECT_DOUBLE_EQ(twice[2], 1.24 * twice[1]);
}

TEST(Volatility, StaysWhereAWeekHasNoResidualAndEverywhereAtDecayOne) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> scale = filter_volatility({3.0, missing, 3.0}, {0.9, 9.0});
  EXPECT_EQ(scale[2], scale[1]);
  EXPECT_EQ(filter_volatility({5.0, 0.1}, {1.0, 9.0}), (std::vector<double>{1.0, 1.0, 1.0}));
}

TEST(Volatility, OfNothingIsTheScaleOfTheFirstWeek) {
  EXPECT_EQ(filter_volatility({}, {}), std::vector<double>{1.0});
}

}  // namespace
}  // namespace ebbtide
