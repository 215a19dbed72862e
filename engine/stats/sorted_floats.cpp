#include "stats/sorted_floats.h"

#include <array>
#include <bit>
#include <limits>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr int kDigitBits = 11;
constexpr int kDigits = 3;
constexpr std::uint32_t kBins = 1u << kDigitBits;

// Positive floats order as their bits, negative ones in reverse: flip the sign bit of the first, all bits of the
// others.
std::uint32_t key_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return bits ^ ((0u - (bits >> 31)) | 0x80000000u);
}

float value_of(std::uint32_t key) {
  return std::bit_cast<float>(key ^ (((key >> 31) - 1u) | 0x80000000u));
}

std::uint32_t digit(std::uint32_t key, int position) {
  return key >> (position * kDigitBits) & (kBins - 1);
}

using Histogram = std::array<std::uint32_t, kBins>;

// Turns counts into the first rank of every bin.
void accumulate(Histogram& histogram) {
  std::uint32_t rank = 0;
  for (std::uint32_t& bin : histogram) {
    const std::uint32_t count = bin;
    bin = rank;
    rank += count;
  }
}

}  // namespace

void SortedFloats::assign(std::span<const float> values) {
  const std::size_t n = values.size();
  EBBTIDE_REQUIRE(n <= std::numeric_limits<std::uint32_t>::max());
  keys_.resize(n);
  buffer_.resize(n);
  std::array<Histogram, kDigits> ranks{};
  for (const float value : values) {
    const std::uint32_t key = key_of(value);
    for (int position = 0; position < kDigits; ++position) ++ranks[position][digit(key, position)];
  }
  for (Histogram& histogram : ranks) accumulate(histogram);
  for (const float value : values) {
    const std::uint32_t key = key_of(value);
    keys_[ranks[0][digit(key, 0)]++] = key;
  }
  for (const std::uint32_t key : keys_) buffer_[ranks[1][digit(key, 1)]++] = key;
  for (const std::uint32_t key : buffer_) keys_[ranks[2][digit(key, 2)]++] = key;
}

float SortedFloats::operator[](std::size_t rank) const {
  return value_of(keys_[rank]);
}

}  // namespace ebbtide
