// Random draws for tests, made without the engine's generator, so that a fault in it cannot hide itself.
#pragma once

#include <cstdint>
#include <random>

#include "math/special.h"

namespace ebbtide::fixture {

class TestDraws {
 public:
  explicit TestDraws(std::uint64_t seed) : words_(seed) {}
  // Uniform on (0, 1).
  double uniform() { return (static_cast<double>(words_() >> 11) + 0.5) * 0x1p-53; }
  double normal() { return normal_quantile(uniform()); }
  double chi_squared(int degrees_of_freedom) {
    double sum = 0.0;
    for (int i = 0; i < degrees_of_freedom; ++i) {
      const double value = normal();
      sum += value * value;
    }
    return sum;
  }
  // Inverse gamma IG(df / 2, df s2 / 2), the prior of a residual variance.
  double variance(int degrees_of_freedom, double s2) {
    return degrees_of_freedom * s2 / chi_squared(degrees_of_freedom);
  }

 private:
  std::mt19937_64 words_;
};

}  // namespace ebbtide::fixture
