#include "stats/sorted_floats.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

namespace ebbtide {
namespace {

constexpr int kBinBits = 14;
constexpr std::uint32_t kBins = 1u << kBinBits;

}  // namespace

void SortedFloats::assign(std::span<const float> values) {
  const std::size_t n = values.size();
  EBBTIDE_REQUIRE(n <= std::numeric_limits<std::uint32_t>::max());
  keys_.resize(n);
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max(), most = 0;
  for (const float value : values) {
    const std::uint32_t key = float_key(value);
    least = std::min(least, key);
    most = std::max(most, key);
  }
  // Bins cut the range of keys that occurs, so that values close together spread over many of them.
  const int shift = n == 0 ? 0 : std::max(0, static_cast<int>(std::bit_width(most - least)) - kBinBits);
  bins_.assign(kBins + 1, 0);
  sorted_.assign(kBins, 0);
  for (const float value : values) ++bins_[((float_key(value) - least) >> shift) + 1];
  for (std::uint32_t bin = 0; bin < kBins; ++bin) bins_[bin + 1] += bins_[bin];
  for (const float value : values) {
    const std::uint32_t key = float_key(value);
    keys_[bins_[(key - least) >> shift]++] = key;
  }
  // Filling moved every bin's start to its end, the next one's start.
  std::copy_backward(bins_.begin(), bins_.end() - 1, bins_.end());
  bins_[0] = 0;
}

std::size_t SortedFloats::bin_of(std::size_t rank) const {
  const auto next = std::upper_bound(bins_.begin(), bins_.end(), static_cast<std::uint32_t>(rank));
  return static_cast<std::size_t>(next - bins_.begin()) - 1;
}

void SortedFloats::sort_bin(std::size_t bin) {
  if (sorted_[bin] != 0) return;
  std::sort(keys_.begin() + bins_[bin], keys_.begin() + bins_[bin + 1]);
  sorted_[bin] = 1;
}

float SortedFloats::at(std::size_t rank) {
  sort_bin(bin_of(rank));
  return float_of_key(keys_[rank]);
}

double SortedFloats::sum_of_lowest(std::size_t count) {
  if (count < size()) sort_bin(bin_of(count));  // the one bin that is cut
  double sum = 0.0;
  for (std::size_t rank = 0; rank < count; ++rank) sum += float_of_key(keys_[rank]);
  return sum;
}

}  // namespace ebbtide
