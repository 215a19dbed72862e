#include "simulation/sample_store.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace ebbtide {
namespace {

Lanes values() {
  Lanes lanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = 0.1 + static_cast<double>(lane * lane);
  return lanes;
}

TEST(SampleStore, RoundsToFloatsAndSumsWhatWasNotRounded) {
  alignas(64) std::array<float, kLanes> line{}, cached{};
  const double sum = store_past_caches(values(), nullptr, line.data());
  finish_stores();
  EXPECT_EQ(store_lanes(values(), nullptr, cached.data()), sum);
  EXPECT_EQ(line, cached);
  double expected = 0.0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    EXPECT_EQ(line[lane], static_cast<float>(values()[lane]));
    expected += values()[lane];
  }
  EXPECT_NEAR(sum, expected, 1e-12 * expected);
}

TEST(SampleStore, LeavesOutPathsWithoutWeightWhateverTheirValue) {
  Lanes lanes = values();
  Lanes weights;
  weights.fill(0.5);
  lanes[3] = std::numeric_limits<double>::infinity();
  weights[3] = 0.0;
  std::array<float, kLanes> out{};
  double expected = 0.0;
  for (std::size_t lane = 0; lane < kLanes; ++lane) expected += lane == 3 ? 0.0 : 0.5 * lanes[lane];
  EXPECT_NEAR(store_lanes(lanes, weights.data(), out.data()), expected, 1e-12 * expected);
}

TEST(SampleStore, WritesNoMorePathsThanThereAre) {
  std::array<float, kLanes> out;
  out.fill(-1.0f);
  const std::array<double, 5> weights = {1.0, 2.0, 0.0, 1.0, 1.0};
  const Lanes lanes = values();
  const double sum = store_some_lanes(lanes, weights.data(), 5, out.data());
  EXPECT_NEAR(sum, lanes[0] + 2.0 * lanes[1] + lanes[3] + lanes[4], 1e-12);
  EXPECT_EQ(out[4], static_cast<float>(lanes[4]));
  EXPECT_EQ(out[5], -1.0f);
}

}  // namespace
}  // namespace ebbtide
