#include "simulation/grouped_noise.h"

#include <algorithm>

#include "simulation/week_word.h"

namespace ebbtide {

void fill_grouped(const QuantileTable& table, const NoisePlaces& places, GroupedNoise& noise,
                  std::vector<float>& week_noise) {
  const std::size_t groups = kBlockPaths / places.group_size;
  // Lanes of a last group smaller than kLanes are computed too, and not counted.
  const std::size_t paths = places.group_size == kLanes ? kBlockPaths : kNoiseStride;
  week_noise.resize(places.slots * paths);
  noise.rows = static_cast<std::size_t>(places.weeks) * places.slots;
  noise.values.resize(groups * noise.rows * kLanes);
  for (int week = 0; week < places.weeks; ++week) {
    table.fill(places.seed, places.first_path, static_cast<int>(paths),
               week_word(places.first_week + week, places.lead_weeks), places.purpose, static_cast<int>(places.slots),
               week_noise.data(), paths);
    for (std::size_t group = 0; group < groups; ++group) {
      float* to = noise.values.data() + (group * noise.rows + static_cast<std::size_t>(week) * places.slots) * kLanes;
      for (std::size_t slot = 0; slot < places.slots; ++slot)
        std::copy_n(week_noise.data() + slot * paths + group * places.group_size, kLanes, to + slot * kLanes);
    }
  }
}

}  // namespace ebbtide
