// Paths side by side: every quantity of a theta group is an array of kLanes doubles, one lane per path.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/vector_level.h"
#include "model/parameter_draw.h"

namespace ebbtide {

inline constexpr std::size_t kLanes = kLargestThetaGroup;
using Lanes = std::array<double, kLanes>;

// target += weight * source, lane by lane; as wide as the function it is part of.
[[gnu::always_inline]] inline void add_scaled(Lanes& target, double weight, const Lanes& source) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += weight * source[lane];
}

// rows x columns of lanes, rows slowest: a week by variable, or a week by member.
class LaneGrid {
 public:
  LaneGrid() = default;
  LaneGrid(std::size_t rows, std::size_t columns) : columns_(columns), values_(rows * columns) {}
  Lanes& at(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
  const Lanes& at(std::size_t row, std::size_t column) const { return values_[row * columns_ + column]; }
  Lanes* row(std::size_t row) { return values_.data() + row * columns_; }
  const Lanes* row(std::size_t row) const { return values_.data() + row * columns_; }
  std::size_t columns() const { return columns_; }

 private:
  std::size_t columns_ = 0;
  std::vector<Lanes> values_;
};

}  // namespace ebbtide
