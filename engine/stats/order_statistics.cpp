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

// A bin of few values or of very many is sorted for good; in others every asked rank is looked for.
constexpr std::size_t kFewValues = 32, kManyValues = 4'096;

struct Neighbours {
  std::uint32_t key = 0, next = 0;  // of a rank and of the one after it; the greatest key there is where none is
};

// By halving the range of keys and counting those at or below the middle: some twenty readings, each a few vectors and
// without a branch on a key, where partial sorting branches on every key.
[[gnu::always_inline]] inline void select_body(std::span<const std::uint32_t> keys, std::size_t rank,
                                               Neighbours& found) {
  constexpr std::uint32_t kGreatest = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t low = kGreatest, high = 0;
  for (const std::uint32_t key : keys) {
    low = key < low ? key : low;
    high = key > high ? key : high;
  }
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    std::uint32_t count = 0;
    for (const std::uint32_t key : keys) count += key <= middle ? 1u : 0u;
    (count > rank ? high : low) = count > rank ? middle : middle + 1;
  }
  std::uint32_t count = 0, above = kGreatest;
  for (const std::uint32_t key : keys) {
    count += key <= low ? 1u : 0u;
    above = key > low && key < above ? key : above;
  }
  found = {low, count > rank + 1 ? low : above};
}

void select_plain(std::span<const std::uint32_t> keys, std::size_t rank, Neighbours& found) {
  select_body(keys, rank, found);
}
EBBTIDE_TARGET_256 void select_256(std::span<const std::uint32_t> keys, std::size_t rank, Neighbours& found) {
  select_body(keys, rank, found);
}
EBBTIDE_TARGET_512 void select_512(std::span<const std::uint32_t> keys, std::size_t rank, Neighbours& found) {
  select_body(keys, rank, found);
}

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
  range_ = {};
  count_bins(values.empty() ? ValueBins{} : ValueBins::over(centre_of(values), bins), bins);
  keys_.clear();
  places_.resize(bins);
  states_.assign(bins, BinState::unknown);
  found_.resize(values.size() + kFoundRoom);
}

// Neighbours in the column often share a bin, and an addition to a count that was just stored waits for it: they count
// in tables of their own.
void OrderStatistics::count_bins(const ValueBins& scale, std::size_t bins) {
  constexpr std::size_t kTables = 4;
  counts_.assign(kTables * bins, 0);
  std::uint32_t* tables[kTables];
  for (std::size_t k = 0; k < kTables; ++k) tables[k] = counts_.data() + k * bins;
  // In pieces that stay in the first cache until they are counted.
  constexpr std::size_t kPiece = 2'048;
  static_assert(kPiece % kTables == 0);
  for (std::size_t first = 0; first < values_.size(); first += kPiece) {
    const std::size_t count = std::min(kPiece, values_.size() - first);
    const std::span<std::uint16_t> piece(bins_.data() + first, count);
    const ValueRange range = scale.assign(values_.subspan(first, count), piece);
    range_ = first == 0 ? range : over_both(range_, range);
    std::size_t i = 0;
    for (; i + kTables <= count; i += kTables) {
      for (std::size_t k = 0; k < kTables; ++k) ++tables[k][piece[i + k]];
    }
    for (; i < count; ++i) ++tables[0][piece[i]];
  }
  if (std::isnan(range_.least) || std::isnan(range_.greatest)) {
    std::fill(bins_.begin(), bins_.end(), std::uint16_t{0});
    std::fill(counts_.begin(), counts_.end(), 0);
    tables[0][0] = static_cast<std::uint32_t>(values_.size());
  }
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
  const std::size_t bin = bin_of(rank);
  EBBTIDE_REQUIRE(next < size() && (next == rank || next == rank + 1) && states_[bin] != BinState::unknown);
  const std::size_t place = rank - first_ranks_[bin];
  const std::span<std::uint32_t> keys(keys_.data() + places_[bin], count(bin));
  Neighbours found;
  if (keys.size() > kFewValues && keys.size() <= kManyValues) {
    version_of(machine_vector_level(), select_plain, select_256, select_512)(keys, place, found);
  } else {
    if (states_[bin] != BinState::sorted) {
      // Most often one value many times over, as the weeks of no trade are.
      if (!std::all_of(keys.begin(), keys.end(), [&](std::uint32_t key) { return key == keys.front(); }))
        std::sort(keys.begin(), keys.end());
      states_[bin] = BinState::sorted;
    }
    found = {keys[place], keys[std::min(place + 1, keys.size() - 1)]};
  }
  const float value = float_of_key(found.key);
  if (next == rank) return {value, value};
  return {value, next == first_ranks_[bin + 1] ? at(next) : float_of_key(found.next)};
}

float OrderStatistics::at(std::size_t rank) {
  return at(rank, rank).first;
}

}  // namespace ebbtide
