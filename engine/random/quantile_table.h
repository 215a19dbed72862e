// Table inverse CDFs: any continuous distribution at one price and one word per variate, with a rare second word in the
// tails.
//
// A 32-bit word w stands for the probability (w + 1/2) / 2^32. A word whose probability lies within 2^-24 of 0 or 1 is
// refined by a second word v to (w + (v + 1/2) / 2^32) / 2^32, counted from its own end.
// Each half of the distribution is cut into octaves of tail probability, p in [2^-k-2, 2^-k-1) for octave k; inside an
// octave the quantile is a polynomial of degree 5 in float that meets the quantile at the octave's ends and is
// evaluated with explicit fused multiply-adds, so that every form of the evaluation gives the same bits.
//
// Accuracy of the normal, t (2.5 degrees and up) and inverse root gamma laws, down to p = 2^-65: relative error below
// 3e-5 where |x| > 0.3 and 7e-5 where |x| > 0.05; variance of the law within 2e-6 where the tail allows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "core/vector_level.h"
#include "random/draw_law.h"

namespace ebbtide {

inline constexpr int kTableDegree = 5;
inline constexpr int kTableOctaves = 64;  // of each half; the first 23 are reached by one word, the rest by the second

// Where a word falls in a table.
struct TablePlace {
  bool upper_half = false;
  int octave = 0;
  // Position inside the octave: its ends are 2^31 and 2^32.
  std::uint32_t position = 0;
};

// True when the word needs a second one.
constexpr bool is_tail_word(std::uint32_t word) {
  constexpr std::uint32_t kTail = 256;  // 2^32 * 2^-24
  return word < kTail || word > ~kTail;
}
// The place of a word outside the tails, and of a tail word with its refinement.
TablePlace table_place(std::uint32_t word);
TablePlace table_place(std::uint32_t word, std::uint32_t refinement);

// [degree][half * kTableOctaves + octave], ascending powers of t in [-1, 1) across the octave.
using TableCoefficients = std::array<std::array<float, std::size_t{2} * kTableOctaves>, kTableDegree + 1>;

// Where draws are written: that of slot s and lane i at s * slot + i / kLayoutLanes * part + i % kLayoutLanes. Draws
// that lie one after the other are parts of kLayoutLanes.
inline constexpr int kLayoutLanes = 16;
struct DrawLayout {
  std::size_t slot = 0;
  std::size_t part = kLayoutLanes;

  std::size_t place(std::size_t s, std::size_t lane) const {
    return s * slot + lane / kLayoutLanes * part + lane % kLayoutLanes;
  }
};

// Immutable once built (a few milliseconds); safe to share between threads.
class QuantileTable {
 public:
  // lower(p) and upper(p): the quantile at probability p and at 1 - p, for 0 < p <= 1/2. `symmetric` uses lower only
  // and mirrors it exactly.
  QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper);
  static QuantileTable symmetric(const std::function<double(double)>& lower);

  static QuantileTable normal();
  // Student t scaled to unit variance; degrees_of_freedom > 2.
  static QuantileTable student_t(double degrees_of_freedom);
  // 1 / sqrt(G), G ~ Gamma(shape, 1): with scale b, sqrt(b) times it is the square root of an inverse gamma (shape, b).
  // Increasing in the word, so that a large word is a large volatility for every shape.
  static QuantileTable inverse_root_gamma(double shape);

  float evaluate(const TablePlace& place) const;

  // The variate of a place: its word, and the second word when the tail needs it.
  float draw(std::uint64_t seed, const DrawPlace& place) const;

  // Variates of consecutive paths first_path .. first_path + count - 1 for slots 0 .. slots - 1 of one week and
  // purpose, where `layout` puts them in `out`. Equals draw() place by place, bit for bit, at every vector
  // level.
  void fill(std::uint64_t seed, std::uint64_t first_path, int count, std::uint32_t week, Purpose purpose, int slots,
            float* out, const DrawLayout& layout) const;
  // The same at a given level, which the machine must have.
  void fill(std::uint64_t seed, std::uint64_t first_path, int count, std::uint32_t week, Purpose purpose, int slots,
            float* out, const DrawLayout& layout, VectorLevel level) const;

 private:
  QuantileTable() = default;
  TableCoefficients coefficients_{};
  bool symmetric_ = false;
};

}  // namespace ebbtide
