#include "simulation/grouped_noise.h"

#include <gtest/gtest.h>

#include "simulation/week_word.h"

namespace ebbtide {
namespace {

TEST(GroupedNoise, HoldsTheDrawOfEveryPlaceOfTheLaw) {
  const QuantileTable table = QuantileTable::student_t(5.0);
  for (const std::size_t group_size : {16, 4, 1}) {
    const NoisePlaces places{11, 3 * kBlockPaths, group_size, Purpose::asset_shock, 5, 1, 3, 2};
    GroupedNoise noise;
    std::vector<float> week_noise;
    fill_grouped(table, places, noise, week_noise);
    ASSERT_EQ(noise.rows, 15U);
    for (std::size_t path = 0; path < kBlockPaths; ++path) {
      for (int week = 0; week < places.weeks; ++week) {
        for (std::uint32_t slot = 0; slot < places.slots; ++slot) {
          const DrawPlace place{places.first_path + path, week_word(1 + week, 2), Purpose::asset_shock, slot};
          const std::size_t row = static_cast<std::size_t>(week) * places.slots + slot;
          ASSERT_EQ(noise.of(path / group_size)[row * kLanes + path % group_size], table.draw(11, place))
              << "groups of " << group_size << ", path " << path << ", week " << week << ", slot " << slot;
        }
      }
    }
  }
}

TEST(GroupedNoise, IsNullWhereThereIsNone) {
  GroupedNoise noise;
  EXPECT_EQ(noise.of(0), nullptr);
}

}  // namespace
}  // namespace ebbtide
