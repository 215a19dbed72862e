// Table inverse CDFs: any continuous distribution at one price and one word per variate, with a rare second word in the tails.
//
// A 32-bit word w stands for the probability (w + 1/2) / 2^32. Each half of the distribution is cut into octaves of tail
// probability, p in [2^-k-1, 2^-k); inside an octave the quantile is a polynomial of degree 5 in float, evaluated with
// explicit fused multiply-adds, so that every form of the evaluation gives the same bits.
// Tail words (the outermost 2^-24 of each side) are refined by a second word to 64-bit resolution.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "random/draw_law.h"

namespace ebbtide {

class QuantileTable {
 public:
  static constexpr int kDegree = 5;
  static constexpr int kOctaves = 63;  // of each half; 31 reached by one word, the rest by the second

  // lower(p) and upper(p): the quantile at probability p and at 1 - p, for 0 < p <= 1/2. `symmetric` uses lower only and
  // mirrors it exactly.
  QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper);
  static QuantileTable symmetric(const std::function<double(double)>& lower);

  static QuantileTable normal();
  // Student t scaled to unit variance; degrees_of_freedom > 2.
  static QuantileTable student_t(double degrees_of_freedom);
  // 1 / sqrt(G), G ~ Gamma(shape, 1): with scale b, sqrt(b) times it is the square root of an inverse gamma (shape, b).
  // Increasing in the word, so that a large word is a large volatility for every shape.
  static QuantileTable inverse_root_gamma(double shape);

  // The variate of a place: its word, and the second word when the tail needs it.
  float draw(std::uint64_t seed, const DrawPlace& place) const;

  // Variates of consecutive paths first_path .. first_path + count - 1 for slots 0 .. slots - 1 of one week and purpose:
  // out[slot * stride + lane]. The plain reference of the block kernels; equals draw() place by place, bit for bit.
  void fill(std::uint64_t seed, std::uint64_t first_path, int count, std::uint32_t week, Purpose purpose, int slots,
            float* out, std::size_t stride) const;

 private:
  QuantileTable() = default;
  float evaluate(bool upper_half, int octave, float fraction) const;
  // coefficients_[half][degree][octave]
  std::array<std::array<std::array<float, 64>, kDegree + 1>, 2> coefficients_{};
};

}  // namespace ebbtide
