#include "simulation/lane_store.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace ebbtide {
namespace {

constexpr float kUntouched = -7.0f;

class LaneStore : public testing::Test {
 protected:
  void SetUp() override {
    for (std::size_t lane = 0; lane < kLanes; ++lane) values_[lane] = 0.1 * static_cast<double>(lane + 1);
    for (float& place : line_) place = kUntouched;
  }

  Lanes values_{};
  alignas(64) float line_[2 * kLanes];
};

TEST_F(LaneStore, RoundsToFloatsAndAddsInAFixedOrder) {
  const double sum = store_past_caches(values_, nullptr, line_);
  finish_stores();
  double halves[8], expected = 0.0;
  for (std::size_t i = 0; i < 8; ++i) halves[i] = values_[i] + values_[i + 8];
  expected = ((halves[0] + halves[4]) + (halves[2] + halves[6])) + ((halves[1] + halves[5]) + (halves[3] + halves[7]));
  EXPECT_EQ(sum, expected);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    EXPECT_EQ(line_[lane], static_cast<float>(values_[lane]));
    EXPECT_EQ(line_[kLanes + lane], kUntouched);
  }
}

TEST_F(LaneStore, LeavesTheLanesOfOtherGroupsAlone) {
  constexpr std::size_t kCount = 4;
  EXPECT_DOUBLE_EQ(store_some_lanes(values_, nullptr, kCount, line_), 0.1 + 0.2 + 0.3 + 0.4);
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    EXPECT_EQ(line_[lane], lane < kCount ? static_cast<float>(values_[lane]) : kUntouched);
}

TEST_F(LaneStore, CountsAPathWithoutWeightAsAbsent) {
  values_[1] = std::numeric_limits<double>::infinity();
  std::vector<double> weights(kLanes, 0.5);
  weights[1] = 0.0;
  double expected = 0.0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) expected += lane == 1 ? 0.0 : 0.5 * values_[lane];
  EXPECT_DOUBLE_EQ(store_past_caches(values_, weights.data(), line_), expected);
  EXPECT_DOUBLE_EQ(store_some_lanes(values_, weights.data(), 3, line_), 0.5 * (values_[0] + values_[2]));
}

}  // namespace
}  // namespace ebbtide
