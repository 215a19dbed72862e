// The one pass over a column in path order that the standard errors need (internal to engine/stats).
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/vector_level.h"
#include "stats/column_summary.h"

namespace ebbtide {

struct GroupPassInput {
  double centre = 0.0;                                     // deviations are taken from here
  double tail_threshold = 0.0;                             // the shortfall's quantile
  std::array<float, kQuantileLevels.size()> thresholds{};  // samples at or below are counted
};

// A quantity's group sums x_g: their sum, the sum of their squares, and that of the last group, which may be short.
struct GroupedQuantity {
  double total = 0.0;
  double squares = 0.0;
  double last = 0.0;
};

// Sums over a column; d = sample - centre.
struct GroupPassSums {
  double deviation = 0.0;  // d
  GroupedQuantity square;  // d^2
  GroupedQuantity tail;    // min(sample - tail_threshold, 0)
  std::array<GroupedQuantity, kQuantileLevels.size()> below{};
};

// Groups of samples[g * group_size ...]; the last may be short. The order of the additions is fixed.
GroupPassSums group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                         VectorLevel level = machine_vector_level());

}  // namespace ebbtide
