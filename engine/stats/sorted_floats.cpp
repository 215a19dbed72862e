#include "stats/sorted_floats.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"
#include "stats/value_bins.h"

namespace ebbtide {
namespace {

// A column of simulated values has a few dozen values in its fullest bins.
std::size_t bin_count(std::size_t values) {
  return std::clamp<std::size_t>(std::bit_ceil(values / 8), 64, 8'192);
}

// A bin of more values is sorted for good; in one of fewer every asked rank is looked for.
constexpr std::uint32_t kFewValues = 256;

}  // namespace

void SortedFloats::assign(std::span<const float> values) {
  const std::size_t n = values.size();
  EBBTIDE_REQUIRE(n <= std::numeric_limits<std::uint32_t>::max());
  keys_.resize(n);
  bin_of_.resize(n);
  const std::size_t count = bin_count(n);
  ValueBins::over(values, count).assign(values, bin_of_);
  bins_.resize(count + 1);
  is_sorted_.assign(count, 0);
  put_by_bin(bin_of_, bins_, [&](std::size_t i, std::size_t place) { keys_[place] = float_key(values[i]); });
}

std::size_t SortedFloats::bin_of(std::size_t rank) const {
  const auto next = std::upper_bound(bins_.begin(), bins_.end(), static_cast<std::uint32_t>(rank));
  return static_cast<std::size_t>(next - bins_.begin()) - 1;
}

// Puts the rank's value in its place, and lower ones of its bin before it.
void SortedFloats::place(std::size_t rank) {
  const std::size_t bin = bin_of(rank);
  if (is_sorted_[bin] != 0) return;
  const auto first = keys_.begin() + bins_[bin], last = keys_.begin() + bins_[bin + 1];
  if (bins_[bin + 1] - bins_[bin] <= kFewValues) {
    std::nth_element(first, keys_.begin() + static_cast<std::ptrdiff_t>(rank), last);
    return;
  }
  std::sort(first, last);
  is_sorted_[bin] = 1;
}

float SortedFloats::at(std::size_t rank) {
  place(rank);
  return float_of_key(keys_[rank]);
}

double SortedFloats::sum_of_lowest(std::size_t count) {
  if (count < size()) place(count);  // in the one bin that is cut
  double sum = 0.0;
  for (std::size_t rank = 0; rank < count; ++rank) sum += float_of_key(keys_[rank]);
  return sum;
}

}  // namespace ebbtide
