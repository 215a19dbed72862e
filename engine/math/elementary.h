// Elementary functions for hot loops: plain IEEE operations only, so that every vector width gives the same bits.
#pragma once

#include <bit>
#include <cstdint>

namespace ebbtide {

// x = n log 2 + remainder, |remainder| <= log(2) / 2, for |x| <= 700.
struct ExponentSplit {
  double power = 0.0;  // 2^n
  double remainder = 0.0;
};

inline ExponentSplit split_exponent(double x) {
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  constexpr double kShift = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer
  const double shifted = x * 1.4426950408889634 + kShift;
  const double n = shifted - kShift;
  // The low bits of `shifted` hold n.
  return {std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52),
          (x - n * kLog2High) - n * kLog2Low};
}

// exp(r) - 1 for |r| <= log(2) / 2: Taylor series of degree 14.
inline double small_exp_minus_one(double r) {
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
  return (p * r) * r + r;
}

// exp(x) - 1 for |x| < 700, relative error below 4e-16.
inline double exp_minus_one(double x) {
  const ExponentSplit split = split_exponent(x);
  return split.power * small_exp_minus_one(split.remainder) + (split.power - 1.0);
}

}  // namespace ebbtide
