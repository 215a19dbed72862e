// The order of a column of which only counts by bin are known: the distribution function is linear inside a bin, and a
// step at an atom (pilot_bins.h states how far off quantiles are).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/pilot_bins.h"
#include "stats/value_bins.h"

namespace ebbtide {

// Weights of paths, which sum to 1, as whole numbers (rounded down): their sums are the same in any order. 2^62 is all
// of them.
constexpr double kFixedWeight = 0x1p62;
inline std::uint64_t fixed_weight(double weight) {
  return static_cast<std::uint64_t>(weight * kFixedWeight);
}

// A column's counts from memory, while something else is done; the same of a part of those behind them.
void fetch_counts(std::span<const std::uint32_t> counts);
void fetch_next_counts(std::span<const std::uint32_t> counts, std::size_t part, std::size_t parts);
// Adds one for every value to the count of its bin, or its fixed weight. `scratch` is for the values' bins.
void count_values(const PilotBins& bins, std::span<const float> values, std::vector<std::uint16_t>& scratch,
                  std::span<std::uint32_t> counts);
void count_weights(const PilotBins& bins, std::span<const float> values, std::span<const double> weights,
                   std::vector<std::uint16_t>& scratch, std::span<std::uint64_t> counts);

class BinnedOrder {
 public:
  // counts: by bin, not all zero. range: least and greatest of all values. Keeps a reference to the bins.
  BinnedOrder(const PilotBins& bins, std::span<const std::uint32_t> counts, ValueRange range);
  BinnedOrder(const PilotBins& bins, std::span<const std::uint64_t> counts, ValueRange range);

  double total() const { return before_.back(); }
  // Quantile p, clamped to [0, 1], of so many values that count: the middle of what WeightedOrder::quantile averages.
  double quantile(double probability, double effective_count) const;
  // Integral over x from one place to the other (less than none where it lies below) of the count at or below x.
  double integral(double from, double to) const;

  // The bin that a place in the order lies in, 0 <= place < total(), and the count before it.
  std::size_t bin_at(double place) const;
  double before(std::size_t bin) const { return before_[bin]; }

 private:
  template <typename Count>
  void add_up(std::span<const Count> counts);
  PilotBins::Ends ends(std::size_t bin) const;
  double integral_upwards(double from, double to) const;

  const PilotBins& bins_;
  ValueRange range_;
  std::vector<double> before_;  // every bin, and the total
};

}  // namespace ebbtide
