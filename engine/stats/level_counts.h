// How many samples of each group lie at or below each quantile level's threshold (internal to engine/stats).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vector_level.h"
#include "stats/column_summary.h"

namespace ebbtide {

// Of one group, by level; the places after the last level hold zero.
inline constexpr std::size_t kCountedGroup = 16;
using LevelCounts = std::array<std::uint16_t, 16>;
static_assert(kQuantileLevels.size() <= std::tuple_size_v<LevelCounts>);

// Over groups.
struct LevelCountSums {
  std::array<std::uint64_t, kQuantileLevels.size()> total{}, squares{};
};

// Groups samples[g * group_size ...] of at most kCountedGroup samples, at most 64 of them; the last may be short.
// counts[g] are the group's, zero before; `sums` grow by them. NaN is at or below nothing.
void count_levels(std::span<const float> samples, std::size_t group_size,
                  const std::array<float, kQuantileLevels.size()>& thresholds, std::span<LevelCounts> counts,
                  LevelCountSums& sums, VectorLevel level = machine_vector_level());

}  // namespace ebbtide
