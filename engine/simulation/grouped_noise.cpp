#include "simulation/grouped_noise.h"

#include <algorithm>

#include "simulation/week_word.h"

namespace ebbtide {

void fill_grouped(const QuantileTable& table, const NoisePlaces& places, GroupedNoise& noise,
                  std::vector<float>& week_noise) {
  const std::size_t groups = kBlockPaths / places.group_size;
  noise.rows = static_cast<std::size_t>(places.weeks) * places.slots;
  noise.values.resize(groups * noise.rows * kLanes);
  const auto fill = [&](int week, std::size_t paths, float* out, const DrawLayout& layout) {
    table.fill(places.seed, places.first_path, static_cast<int>(paths),
               week_word(places.first_week + week, places.lead_weeks), places.purpose, static_cast<int>(places.slots),
               out, layout);
  };
  static_assert(kLanes == kLayoutLanes);
  for (int week = 0; week < places.weeks; ++week) {
    float* rows = noise.values.data() + static_cast<std::size_t>(week) * places.slots * kLanes;
    if (places.group_size == kLanes) {
      fill(week, kBlockPaths, rows, {kLanes, noise.rows * kLanes});
      continue;
    }
    // Lanes of a group smaller than kLanes are computed too, and not counted.
    week_noise.resize(places.slots * kNoiseStride);
    fill(week, kNoiseStride, week_noise.data(), {kNoiseStride});
    for (std::size_t group = 0; group < groups; ++group) {
      for (std::size_t slot = 0; slot < places.slots; ++slot)
        std::copy_n(week_noise.data() + slot * kNoiseStride + group * places.group_size, kLanes,
                    rows + (group * noise.rows + slot) * kLanes);
    }
  }
}

}  // namespace ebbtide
