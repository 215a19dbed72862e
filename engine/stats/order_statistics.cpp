#include "stats/order_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

namespace ebbtide {
namespace {

// A column of simulated values has at most a few hundred values in its fullest bins.
std::size_t bin_count(std::size_t values) {
  return std::clamp<std::size_t>(std::bit_ceil(values / 8), 64, BinMarks::kMostMarked);
}

// A bin of more values is sorted for good; in one of fewer every asked rank is looked for.
constexpr std::uint32_t kFewValues = 4'096;

// Where most of the values lie: three standard deviations to each side of the mean, both of a few of them. Bins over
// the whole range would be wide, since it grows with the number of values.
ValueRange centre_of(std::span<const float> values) {
  constexpr std::size_t kPilot = 256;
  const std::size_t step = values.size() / kPilot + 1;
  double count = 0.0, sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < values.size(); i += step) {
    const double value = static_cast<double>(values[i]) - static_cast<double>(values.front());
    count += 1.0;
    sum += value;
    squares += value * value;
  }
  const double mean = sum / count, reach = 3.0 * std::sqrt(squares / count - mean * mean);
  if (!(reach > 0.0) || !std::isfinite(reach)) return range_of(values);
  const double centre = mean + static_cast<double>(values.front());
  return {static_cast<float>(centre - reach), static_cast<float>(centre + reach)};
}

}  // namespace

void OrderStatistics::assign(std::span<const float> values) {
  EBBTIDE_REQUIRE(values.size() < std::numeric_limits<std::uint32_t>::max());
  values_ = values;
  const std::size_t bins = bin_count(values.size());
  bins_.resize(values.size());
  range_ = values.empty() ? ValueRange{} : ValueBins::over(centre_of(values), bins).assign(values, bins_);
  count_bins(bins);
  keys_.clear();
  places_.resize(bins);
  states_.assign(bins, BinState::unknown);
  found_.resize(values.size() + kFoundRoom);
}

// Neighbours in the column often share a bin, and an addition to a count that was just stored waits for it: they count
// in tables of their own.
void OrderStatistics::count_bins(std::size_t bins) {
  constexpr std::size_t kTables = 4;
  counts_.assign(kTables * bins, 0);
  std::uint32_t* tables[kTables];
  for (std::size_t k = 0; k < kTables; ++k) tables[k] = counts_.data() + k * bins;
  const std::size_t whole = bins_.size() / kTables * kTables;
  for (std::size_t i = 0; i < whole; i += kTables) {
    for (std::size_t k = 0; k < kTables; ++k) ++tables[k][bins_[i + k]];
  }
  for (std::size_t i = whole; i < bins_.size(); ++i) ++tables[0][bins_[i]];
  first_ranks_.resize(bins + 1);
  std::uint32_t rank = 0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    first_ranks_[bin] = rank;
    for (std::size_t k = 0; k < kTables; ++k) rank += tables[k][bin];
  }
  first_ranks_[bins] = rank;
}

void OrderStatistics::gather(std::span<const std::size_t> ranks) {
  wanted_.clear();
  marks_.clear();
  for (const std::size_t rank : ranks) {
    const std::size_t bin = bin_of(rank);
    if (states_[bin] != BinState::unknown) continue;
    states_[bin] = BinState::gathered;
    places_[bin] = static_cast<std::uint32_t>(keys_.size());
    keys_.resize(keys_.size() + count(bin));
    wanted_.push_back(static_cast<std::uint16_t>(bin));
    marks_.mark(static_cast<std::uint16_t>(bin));
  }
  if (wanted_.empty()) return;
  const std::size_t found = find_marked(bins_, marks_, found_);
  for (std::size_t i = 0; i < found; ++i) keys_[places_[bins_[found_[i]]]++] = float_key(values_[found_[i]]);
  for (const std::uint16_t bin : wanted_) places_[bin] -= count(bin);
}

std::size_t OrderStatistics::bin_of(std::size_t rank) const {
  const auto next = std::upper_bound(first_ranks_.begin(), first_ranks_.end(), static_cast<std::uint32_t>(rank));
  return static_cast<std::size_t>(next - first_ranks_.begin()) - 1;
}

std::pair<float, float> OrderStatistics::at(std::size_t rank, std::size_t next) {
  const float value = at(rank);
  if (next == rank) return {value, value};
  const std::size_t bin = bin_of(rank);
  if (next == first_ranks_[bin + 1]) return {value, at(next)};
  // Within a bin what is above the rank's place is above its value.
  const auto first = keys_.begin() + places_[bin];
  const auto above = first + static_cast<std::ptrdiff_t>(next - first_ranks_[bin]);
  const bool sorted = states_[bin] == BinState::sorted;
  return {value, float_of_key(sorted ? *above : *std::min_element(above, first + count(bin)))};
}

float OrderStatistics::at(std::size_t rank) {
  const std::size_t bin = bin_of(rank);
  EBBTIDE_REQUIRE(rank < size() && states_[bin] != BinState::unknown);
  const auto first = keys_.begin() + places_[bin], last = first + count(bin);
  const auto wanted = first + static_cast<std::ptrdiff_t>(rank - first_ranks_[bin]);
  if (count(bin) <= kFewValues) {
    std::nth_element(first, wanted, last);
  } else if (states_[bin] != BinState::sorted) {
    // Most often one value many times over, as the weeks of no trade are.
    if (!std::all_of(first, last, [&](std::uint32_t key) { return key == *first; })) std::sort(first, last);
    states_[bin] = BinState::sorted;
  }
  return float_of_key(*wanted);
}

}  // namespace ebbtide
