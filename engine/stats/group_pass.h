// The one pass over a column in path order that the standard errors need (internal to engine/stats).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "stats/column_summary.h"

namespace ebbtide {

struct GroupPassInput {
  double centre = 0.0;                                     // deviations are taken from here
  double tail_threshold = 0.0;                             // the shortfall's quantile
  std::array<float, kQuantileLevels.size()> thresholds{};  // samples at or below are counted
};

// Sums over the samples of one group; d = sample - centre.
struct GroupSums {
  double deviation = 0.0;  // d
  double square = 0.0;     // d^2
  double tail = 0.0;       // min(sample - tail_threshold, 0)
  std::array<std::int32_t, kQuantileLevels.size()> below{};
};

// sums[g] of samples[g * group_size ...] for sums.size() groups, of which the last may be short. The order of the
// additions is fixed.
void group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                std::span<GroupSums> sums);

}  // namespace ebbtide
