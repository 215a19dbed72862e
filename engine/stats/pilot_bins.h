// Bins for a column that is counted and not kept, laid out from a pilot: some of its values, known beforehand.
//
// A quantile read off counts by interpolation inside its bin is off, in units of its Monte Carlo standard error, by
// about sqrt(m / (6 p (1 - p))), m the share of the values in the bin at probability p: the noise of a bridge between
// the bin's ends, whatever the number of values. So bins are cut fine where p (1 - p) is small: all have the same
// width in logit p, as far as the pilot tells. What the curve of the distribution function inside a bin adds is
// m^2 |f'| / (8 f^2) sqrt(n / (p (1 - p))), and grows with the number n of values.
//
// Layout: 62 cells of equal width, each cut into bins of equal width, and an open bin at either end. A value that the
// pilot holds several times is an atom: its bin counts as that value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/vector_level.h"
#include "stats/pilot.h"

namespace ebbtide {

class PilotBins {
 public:
  static constexpr std::size_t kCells = 62;
  static constexpr std::size_t kMostBins = 16'384;

  PilotBins() = default;
  // bins: 2 kCells to kMostBins. NumericalError where the values lie too far apart.
  PilotBins(const Pilot& pilot, std::size_t bins);

  std::size_t size() const { return size_; }
  // bins[i] of values[i]; never decreases with the value, and NaN has one of them. The same at every level.
  void assign(std::span<const float> values, std::span<std::uint16_t> bins,
              VectorLevel level = machine_vector_level()) const;

  // Where the values of a bin lie. The bins at the ends are open: theirs are infinite.
  struct Ends {
    double from = 0.0, to = 0.0;
    bool atom() const { return from == to; }
  };
  Ends ends(std::size_t bin) const;

 private:
  struct Atom {
    std::uint16_t bin;
    float value;
  };
  void place_atoms(std::span<const float> values);

  float least_ = 0.0f, per_unit_ = 0.0f;  // start of the first cell, cells per unit
  std::size_t size_ = 0;
  // By cell, the open ends included: first bin, and how many there are in the upper half of the word.
  std::array<std::uint32_t, kCells + 2> cells_{};
  std::vector<Atom> atoms_;  // by bin
};

// Enough for quantiles within a tenth of their Monte Carlo standard errors, whatever the number of values up to 10^8.
inline constexpr std::size_t kPilotBins = 6'144;

}  // namespace ebbtide
