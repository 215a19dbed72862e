// Share of a column's samples beyond a level, with a standard error that takes the theta group as the unit
// (stats/grouped_mean.h).
#pragma once

#include <cstddef>
#include <span>

#include "stats/grouped_mean.h"

namespace ebbtide {

struct PathGroups {
  std::span<const double> weights;        // by path; empty where all weigh the same
  std::span<const double> group_weights;  // sums over groups
  std::size_t group_size = 1;
};

// sums: weight of every group's samples strictly below, or above, the level; without weights their number.
void sums_below(std::span<const float> samples, double level, std::span<const double> weights, std::size_t group_size,
                std::span<double> sums);
void sums_above(std::span<const float> samples, double level, std::span<const double> weights, std::size_t group_size,
                std::span<double> sums);

Estimate share_below(std::span<const float> samples, double level, const PathGroups& groups);
Estimate share_above(std::span<const float> samples, double level, const PathGroups& groups);

}  // namespace ebbtide
