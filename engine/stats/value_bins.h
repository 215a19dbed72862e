// Bins of equal width over the range of some floats (internal to engine/stats).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vector_level.h"

namespace ebbtide {

// Least and greatest of some values; where one is NaN it lies outside infinity at either end. At least one.
struct ValueRange {
  float least = 0.0f, greatest = 0.0f;
};
ValueRange range_of(std::span<const float> values, VectorLevel level = machine_vector_level());

struct ValueBins {
  double least = 0.0, greatest = 0.0;  // of the values; NaN and infinities where there are any
  double per_unit = 0.0;               // bins per unit of value; zero where all values share a bin
  std::uint16_t last = 0;

  // At most `bins` <= 65,536 of them. Values that are equal, not all finite, or too close together share one.
  static ValueBins over(std::span<const float> values, std::size_t bins, VectorLevel level = machine_vector_level());

  // Never decreases with the value.
  std::uint16_t of(float value) const {
    const auto bin = static_cast<std::int32_t>((static_cast<double>(value) - least) * per_unit);
    return static_cast<std::uint16_t>(bin < last ? bin : last);
  }
  // bins[i] = of(values[i])
  void assign(std::span<const float> values, std::span<std::uint16_t> bins,
              VectorLevel level = machine_vector_level()) const;
};

// Finds the values whose bin is one of first .. first + width for one of `firsts`. Their indices, ascending, go to
// `found`, which must have a place for every value; returns how many there are.
std::size_t find_in_bins(std::span<const std::uint16_t> bins, std::span<const std::uint16_t> firsts,
                         std::uint16_t width, std::span<std::uint32_t> found,
                         VectorLevel level = machine_vector_level());

}  // namespace ebbtide
