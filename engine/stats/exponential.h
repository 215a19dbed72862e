// The exponential for weights: plain IEEE operations, so that every machine gives the same bits (internal to
// engine/stats).
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "math/elementary.h"

namespace ebbtide {

// exp(x) for x <= 700, relative error below 1e-15; 0 below -700, -infinity included. x = n log 2 + r.
inline double exponential(double x) {
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  constexpr double kShift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  const bool vanishes = x < -700.0;
  x = vanishes ? -700.0 : x;
  const double shifted = x * 1.4426950408889634 + kShift;
  const double n = shifted - kShift;
  const double r = (x - n * kLog2High) - n * kLog2Low;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &shifted, sizeof bits);
  const std::uint64_t exponent = (bits + 1023) << 52;  // the low bits of `shifted` hold n
  double power = 0.0;
  std::memcpy(&power, &exponent, sizeof power);
  return vanishes ? 0.0 : power * (1.0 + exp_minus_one(r));
}

}  // namespace ebbtide
