// Bins of equal width over the range of some floats (internal to engine/stats).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vector_level.h"

namespace ebbtide {

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

// Puts items in the order of their bins: put(i, place) for every item i, in the order given within a bin. starts[bin]
// becomes the first place of each bin, and the number of items stands behind the last.
template <typename Put>
void put_by_bin(std::span<const std::uint16_t> bin_of, std::span<std::uint32_t> starts, Put put) {
  std::fill(starts.begin(), starts.end(), 0u);
  for (const std::uint16_t bin : bin_of) ++starts[bin + 1u];
  for (std::size_t bin = 1; bin < starts.size(); ++bin) starts[bin] += starts[bin - 1];
  for (std::size_t i = 0; i < bin_of.size(); ++i) put(i, starts[bin_of[i]]++);
  // That moved every bin's start to its end, the next one's start.
  std::copy_backward(starts.begin(), starts.end() - 1, starts.end());
  starts[0] = 0;
}

}  // namespace ebbtide
