// The arithmetic mean, added up in the order given.
#pragma once

#include <span>

namespace ebbtide {

// NaN of nothing.
inline double mean(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace ebbtide
