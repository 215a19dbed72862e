// Where the type 7 quantile of so many values lies (Hyndman and Fan 1996).
#pragma once

#include <algorithm>
#include <cstddef>

namespace ebbtide {

// The order statistics that the quantile lies between; continued to all p by clamping to [0, 1].
struct QuantilePlace {
  std::size_t below = 0, above = 0;
  double share = 0.0;  // of the way from one to the other

  QuantilePlace(std::size_t count, double probability) {
    const double rank = static_cast<double>(count - 1) * std::clamp(probability, 0.0, 1.0);
    below = std::min(static_cast<std::size_t>(rank), count - 1);
    above = std::min(below + 1, count - 1);
    share = rank - static_cast<double>(below);
  }
};

}  // namespace ebbtide
