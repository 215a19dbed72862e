#include "stats/pilot.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

TEST(Pilot, HoldsValuesInOrderWithTheirSharesOfTheWeight) {
  const std::vector<float> values = {3.0f, -1.0f, 2.0f, 2.0f};
  const Pilot pilot(values);
  EXPECT_EQ(pilot.values(), (std::vector<float>{-1.0f, 2.0f, 2.0f, 3.0f}));
  EXPECT_EQ(pilot.shares(), (std::vector<double>{0.25, 0.5, 0.75, 1.0}));
  EXPECT_EQ(pilot.mean(), 1.5);
}

TEST(Pilot, ValuesWithoutWeightDoNotCount) {
  const std::vector<float> values = {3.0f, std::numeric_limits<float>::quiet_NaN(), -1.0f, 8.0f};
  const std::vector<double> weights = {6.0, 0.0, 1.0, 1.0};
  const Pilot pilot(values, weights);
  EXPECT_EQ(pilot.values(), (std::vector<float>{-1.0f, 3.0f, 8.0f}));
  EXPECT_EQ(pilot.shares(), (std::vector<double>{0.125, 0.875, 1.0}));
  EXPECT_EQ(pilot.mean(), 25.0 / 8.0);
}

// Found by going through the shares one after the other, at their very values and between.
TEST(Pilot, AQuantileIsTheFirstValueThatReachesTheShare) {
  const std::vector<float> values = {5.0f, 1.0f, 4.0f, 2.0f};
  const Pilot pilot(values);
  EXPECT_EQ(pilot.quantile(0.0), 1.0f);
  EXPECT_EQ(pilot.quantile(0.25), 1.0f);
  EXPECT_EQ(pilot.quantile(0.26), 2.0f);
  EXPECT_EQ(pilot.quantile(0.75), 4.0f);
  EXPECT_EQ(pilot.quantile(1.0), 5.0f);
}

TEST(Pilot, RefusesWhatIsNoColumn) {
  const std::vector<float> values = {1.0f, std::numeric_limits<float>::quiet_NaN()};
  EXPECT_THROW(Pilot{values}, NumericalError);
  EXPECT_THROW(Pilot(values, std::vector<double>{0.0, 0.0}), InternalError);
  EXPECT_THROW(Pilot(values, std::vector<double>{1.0}), InternalError);
  EXPECT_NO_THROW(Pilot(values, std::vector<double>{1.0, 0.0}));
}

}  // namespace
}  // namespace ebbtide
