// Bins of equal width over a range of floats (internal to engine/stats).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vector_level.h"

namespace ebbtide {

// NaN lies outside infinity at both ends.
struct ValueRange {
  float least = 0.0f, greatest = 0.0f;
};
// From the lower least to the higher greatest.
ValueRange over_both(const ValueRange& first, const ValueRange& second);

struct ValueBins {
  float least = 0.0f;     // where the first bin begins
  float per_unit = 0.0f;  // bins per unit of value; zero where all values share a bin
  std::uint16_t last = 0;

  // `bins` of them, at most 65,536, from least to greatest; values beyond fall into the bins at the ends. A range that
  // cannot be cut, or is not finite, makes all values share one.
  static ValueBins over(const ValueRange& range, std::size_t bins);

  // Never decreases with the value. Not of NaN.
  std::uint16_t of(float value) const {
    const float place = (value - least) * per_unit, end = last;
    const float above = place > 0.0f ? place : 0.0f;
    return static_cast<std::uint16_t>(static_cast<std::int32_t>(above < end ? above : end));
  }
  // bins[i] = of(values[i]), zero for all where one is NaN. Returns the range of the values, all zero where there are
  // none.
  ValueRange assign(std::span<const float> values, std::span<std::uint16_t> bins,
                    VectorLevel level = machine_vector_level()) const;
};

ValueRange range_of(std::span<const float> values, VectorLevel level = machine_vector_level());

// Which of the first kMostMarked bins are looked for.
class BinMarks {
 public:
  static constexpr std::size_t kMostMarked = 1'024;
  void clear() { words_.fill(0); }
  void mark(std::uint16_t bin) { words_[bin / 16] |= static_cast<std::uint16_t>(1u << bin % 16); }
  bool has(std::uint16_t bin) const { return (words_[bin / 16] >> bin % 16 & 1) != 0; }
  const std::uint16_t* words() const { return words_.data(); }

 private:
  std::array<std::uint16_t, kMostMarked / 16> words_{};
};

// Finds the values whose bin is marked; bins are below kMostMarked. Their indices, ascending, go to `found`, which must
// have a place for every value and kFoundRoom more; returns how many there are.
inline constexpr std::size_t kFoundRoom = 16;
std::size_t find_marked(std::span<const std::uint16_t> bins, const BinMarks& marks, std::span<std::uint32_t> found,
                        VectorLevel level = machine_vector_level());

}  // namespace ebbtide
