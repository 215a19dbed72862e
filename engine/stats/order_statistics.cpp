#include "stats/order_statistics.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

namespace ebbtide {
namespace {

// A column of simulated values has a few dozen values in its fullest bins.
std::size_t bin_count(std::size_t values) {
  return std::clamp<std::size_t>(std::bit_ceil(values / 8), 64, 8'192);
}

// A bin of more values is sorted for good; in one of fewer every asked rank is looked for.
constexpr std::uint32_t kFewValues = 256;

}  // namespace

void OrderStatistics::assign(std::span<const float> values) {
  EBBTIDE_REQUIRE(values.size() < std::numeric_limits<std::uint32_t>::max());
  values_ = values;
  const std::size_t bins = bin_count(values.size());
  range_ = ValueBins::over(values, bins);
  bins_.resize(values.size());
  range_.assign(values, bins_);
  first_ranks_.assign(bins + 1, 0);
  for (const std::uint16_t bin : bins_) ++first_ranks_[bin + 1u];
  for (std::size_t bin = 0; bin < bins; ++bin) first_ranks_[bin + 1] += first_ranks_[bin];
  keys_.clear();
  places_.resize(bins);
  states_.assign(bins, BinState::unknown);
  found_.resize(values.size());
}

void OrderStatistics::gather(std::span<const std::size_t> ranks) {
  wanted_.clear();
  for (const std::size_t rank : ranks) {
    const std::size_t bin = bin_of(rank);
    if (states_[bin] != BinState::unknown) continue;
    states_[bin] = BinState::wanted;
    places_[bin] = static_cast<std::uint32_t>(keys_.size());
    keys_.resize(keys_.size() + count(bin));
    wanted_.push_back(static_cast<std::uint16_t>(bin));
  }
  std::sort(wanted_.begin(), wanted_.end());
  // Runs of bins, looked for as if all were as long as the longest.
  first_wanted_.clear();
  std::uint16_t longest = 0;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    if (i == 0 || wanted_[i] != wanted_[i - 1] + 1) first_wanted_.push_back(wanted_[i]);
    longest = std::max(longest, static_cast<std::uint16_t>(wanted_[i] - first_wanted_.back()));
  }
  const std::size_t found = find_in_bins(bins_, first_wanted_, longest, found_);
  for (std::size_t i = 0; i < found; ++i) {
    const std::uint16_t bin = bins_[found_[i]];
    if (states_[bin] == BinState::wanted) keys_[places_[bin]++] = float_key(values_[found_[i]]);
  }
  for (const std::uint16_t bin : wanted_) {
    places_[bin] -= count(bin);
    states_[bin] = BinState::gathered;
  }
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
    std::sort(first, last);
    states_[bin] = BinState::sorted;
  }
  return float_of_key(*wanted);
}

}  // namespace ebbtide
