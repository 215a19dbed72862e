// The exponential for weights: plain IEEE operations, so that every machine gives the same bits (internal to
// engine/stats).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#include "core/vector_level.h"
#include "math/elementary.h"

namespace ebbtide {

// exp(x) for x <= 700, relative error below 1e-15; 0 below -700, -infinity included. x = n log 2 + r.
inline double exponential(double x) {
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  constexpr double kShift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  const double keep = x >= -700.0 ? 1.0 : 0.0;
  x = std::max(-700.0, x);
  const double shifted = x * 1.4426950408889634 + kShift;
  const double n = shifted - kShift;
  const double r = (x - n * kLog2High) - n * kLog2Low;
  // The low bits of `shifted` hold n.
  const auto power = std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
  return keep * (power * (1.0 + exp_minus_one(r)));
}

// values[i] = exponential(values[i] - less), with the vectors of the machine or of a level it has.
void exponentials(std::span<double> values, double less, VectorLevel level = machine_vector_level());

}  // namespace ebbtide
