// The passes over a weighted column in path order (internal to engine/stats).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/column_summary.h"
#include "stats/group_pass.h"

namespace ebbtide {

// The samples of positive weight in path order, and where every group of paths ends among them.
struct KeptSamples {
  std::vector<float> samples;
  std::vector<double> weights;
  std::vector<std::size_t> group_ends;
  std::size_t count = 0;  // samples and weights may be longer
};

void keep_weighted(std::span<const float> samples, std::span<const double> weights, std::size_t group_size,
                   KeptSamples& kept);

// Weighted sums over the kept samples of one group; d = sample - centre.
struct WeightedSums {
  double weight = 0.0;
  double deviation = 0.0;                              // w d
  double square = 0.0;                                 // w d^2
  double tail = 0.0;                                   // w min(sample - tail_threshold, 0)
  std::array<double, kQuantileLevels.size()> below{};  // w of the samples at or below
};

// sums[g] for every group. The order of the additions is fixed.
void weighted_pass(const KeptSamples& kept, const GroupPassInput& input, std::span<WeightedSums> sums);

}  // namespace ebbtide
