// Noise of a block of paths, each theta group's all together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "random/quantile_table.h"
#include "simulation/lanes.h"

namespace ebbtide {

inline constexpr std::size_t kBlockPaths = 256;
// Draws from one slot to the next where a block's are in path order: its last group reads past the last path.
inline constexpr std::size_t kNoiseStride = kBlockPaths + kLanes;

// Row week * slots + slot of kLanes paths.
struct GroupedNoise {
  std::size_t rows = 0;
  std::vector<float> values;

  // Of a group, counted within the block; null where there is no noise.
  const float* of(std::size_t group) const { return values.empty() ? nullptr : values.data() + group * rows * kLanes; }
};

// Which draws of the random-number law (draw_law.h) a block needs for one purpose.
struct NoisePlaces {
  std::uint64_t seed = 0;
  std::uint64_t first_path = 0;  // of the block
  std::size_t group_size = kLanes;
  Purpose purpose = Purpose::market_shock;
  std::size_t slots = 0;
  int first_week = 0;  // market week, counted from the first lead week
  int weeks = 0;
  int lead_weeks = 0;
};

// week_noise: scratch, of one week in path order. Nothing is allocated where both have held as much before.
void fill_grouped(const QuantileTable& table, const NoisePlaces& places, GroupedNoise& noise,
                  std::vector<float>& week_noise);

}  // namespace ebbtide
