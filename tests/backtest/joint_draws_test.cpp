#include "backtest/joint_draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;

TEST(JointDraws, TakeOneDrawOfEachGroup) {
  const std::vector<double> a = {1, 2, 3, 4, 5}, b = {10, 20, 30, 40, 50};
  EXPECT_THAT(joint_draws({&a, &b}, 2, 1.0), ElementsAre(1, 10, 3, 30, 5, 50));
  EXPECT_THAT(joint_draws({&a}, 1, 2.0), ElementsAre(2, 4, 6, 8, 10));
}

TEST(JointDraws, AreAsManyAsEveryQuantityHasAndNoMoreThanTheSubset) {
  const std::vector<double> a = {1, 2, 3}, b = {10, 20};
  EXPECT_THAT(joint_draws({&a, &b}, 1, 1.0), ElementsAre(1, 10, 2, 20));
  const std::vector<double> many(5000, 1.0);
  EXPECT_EQ(joint_draws({&many}, 2, 1.0).size(), kJointDraws);
  EXPECT_THROW(joint_draws({}, 1, 1.0), InternalError);
}

}  // namespace
}  // namespace ebbtide
