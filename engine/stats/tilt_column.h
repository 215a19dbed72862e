// A per-path quantity and the bounds its mean is to meet.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <variant>

namespace ebbtide {

// One value per path; every value of a path that is not excluded is finite.
using TiltColumn = std::variant<std::span<const float>, std::span<const double>>;

inline std::size_t column_size(const TiltColumn& column) {
  return std::visit([](const auto& values) { return values.size(); }, column);
}

// Equal ends pin the mean. The column must outlive what uses the bound.
struct MomentBound {
  TiltColumn column;
  double at_least = -std::numeric_limits<double>::infinity();
  double at_most = std::numeric_limits<double>::infinity();
};

}  // namespace ebbtide
