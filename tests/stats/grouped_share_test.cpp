#include "stats/grouped_share.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace ebbtide {
namespace {

constexpr std::array<float, 5> kSamples = {-2.0F, -1.0F, 0.0F, 1.0F, 3.0F};

TEST(GroupedShare, CountsStrictlyBeyondTheLevel) {
  const std::vector<double> sizes = {2.0, 2.0, 1.0};
  EXPECT_DOUBLE_EQ(share_below(kSamples, -1.0, {{}, sizes, 2}).value, 0.2);
  EXPECT_DOUBLE_EQ(share_above(kSamples, 1.0, {{}, sizes, 2}).value, 0.2);
  EXPECT_DOUBLE_EQ(share_above(kSamples, 0.5, {{}, sizes, 2}).value, 0.4);
  EXPECT_DOUBLE_EQ(share_below(kSamples, -9.0, {{}, sizes, 2}).value, 0.0);
}

// Groups {1, 1}, {0, 0}, {0} of below zero; mean 0.4: influences 2 - 0.8, 0 - 0.8, 0 - 0.4, over 5.
TEST(GroupedShare, TakesTheGroupAsTheUnitOfItsError) {
  const std::vector<double> sizes = {2.0, 2.0, 1.0};
  const double by_hand = std::sqrt(1.5 * (1.2 * 1.2 + 0.8 * 0.8 + 0.4 * 0.4)) / 5.0;
  EXPECT_NEAR(share_below(kSamples, 0.0, {{}, sizes, 2}).standard_error, by_hand, 1e-15);
}

TEST(GroupedShare, AddsUpGroupByGroup) {
  const std::vector<double> weights = {0.5, 0.0, 0.1, 0.1, 0.3};
  std::vector<double> sums(3, -1.0);
  sums_below(kSamples, 1.0, {}, 2, sums);
  EXPECT_EQ(sums, (std::vector<double>{2.0, 1.0, 0.0}));
  sums_above(kSamples, -1.0, weights, 2, sums);
  EXPECT_EQ(sums, (std::vector<double>{0.0, 0.1 + 0.1, 0.3}));
}

TEST(GroupedShare, WeighsPaths) {
  const std::vector<double> weights = {0.5, 0.0, 0.1, 0.1, 0.3}, groups = {0.5, 0.2, 0.3};
  EXPECT_NEAR(share_below(kSamples, 0.0, {weights, groups, 2}).value, 0.5, 1e-15);
  EXPECT_NEAR(share_above(kSamples, 0.0, {weights, groups, 2}).value, 0.4, 1e-15);
}

}  // namespace
}  // namespace ebbtide
