// Elementary functions for hot loops: plain IEEE operations only, so that every vector width gives the same bits.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace ebbtide {

// exp(x) - 1 for |x| < 700, relative error below 4e-16: x = n log 2 + r, |r| <= log(2) / 2, Taylor series of degree 14
// in r.
inline double exp_minus_one(double x) {
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  constexpr double kShift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  const double shifted = x * 1.4426950408889634 + kShift;
  const double n = shifted - kShift;
  const double r = (x - n * kLog2High) - n * kLog2Low;
  double p = 1.0 / 87178291200.0;
  p = p * r + 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = (p * r) * r + r;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &shifted, sizeof bits);
  const std::uint64_t exponent = (bits + 1023) << 52;  // the low bits of `shifted` hold n
  double power = 0.0;
  std::memcpy(&power, &exponent, sizeof power);
  return power * p + (power - 1.0);
}

}  // namespace ebbtide
