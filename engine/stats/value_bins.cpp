#include "stats/value_bins.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

namespace ebbtide {
namespace {

// Of the floats' keys: NaN lies outside infinity at both ends.
struct Range {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t greatest = 0;
};

[[gnu::always_inline]] inline Range range_body(const float* values, std::size_t count) {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max(), greatest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t key = float_key(values[i]);
    least = key < least ? key : least;
    greatest = key > greatest ? key : greatest;
  }
  return {least, greatest};
}

[[gnu::always_inline]] inline void bins_body(const ValueBins& given, const float* values, std::size_t count,
                                             std::uint16_t* bins) {
  const ValueBins scale = given;
  for (std::size_t i = 0; i < count; ++i) bins[i] = scale.of(values[i]);
}

Range range_plain(const float* values, std::size_t count) {
  return range_body(values, count);
}
EBBTIDE_TARGET_256 Range range_256(const float* values, std::size_t count) {
  return range_body(values, count);
}
EBBTIDE_TARGET_512 Range range_512(const float* values, std::size_t count) {
  return range_body(values, count);
}

void bins_plain(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}
EBBTIDE_TARGET_256 void bins_256(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}
EBBTIDE_TARGET_512 void bins_512(const ValueBins& scale, const float* values, std::size_t count, std::uint16_t* bins) {
  bins_body(scale, values, count, bins);
}

struct BinSearch {
  std::span<const std::uint16_t> bins, firsts;
  std::uint16_t width;
};

constexpr std::size_t kTile = 32;
typedef std::uint16_t TileBins __attribute__((vector_size(kTile * sizeof(std::uint16_t))));

// Bit i is set where place i is; places have all bits set or none.
#if defined(__SSE2__)
[[gnu::always_inline]] inline std::uint64_t bits_of(const TileBins& places) {
  __m128i pieces[4];
  std::memcpy(pieces, &places, sizeof places);
  const auto low = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(pieces[0], pieces[1])));
  const auto high = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(pieces[2], pieces[3])));
  return low | std::uint64_t{high} << 16;
}
#else
inline std::uint64_t bits_of(const TileBins& places) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < kTile; ++i) bits |= std::uint64_t{places[i] & 1u} << i;
  return bits;
}
#endif

// How far the places lie above the nearest first below them, the least of `nearest` and this one; wraps around for
// those above.
[[gnu::always_inline]] inline void come_nearer(const TileBins& tile, std::uint16_t first, TileBins& nearest) {
  const TileBins above = tile - first;
  nearest = above < nearest ? above : nearest;
}

[[gnu::always_inline]] inline std::size_t find_body(const BinSearch& search, std::uint32_t* found) {
  const std::size_t count = search.bins.size();
  std::size_t hits = 0;
  // Two tiles at a time, so that each first is loaded half as often.
  for (std::size_t begin = 0; begin < count; begin += 2 * kTile) {
    std::uint16_t padded[2 * kTile] = {};
    const std::uint16_t* bins = search.bins.data() + begin;
    const bool whole = begin + 2 * kTile <= count;
    if (!whole) bins = std::copy_n(bins, count - begin, padded) - (count - begin);
    TileBins low, high;
    std::memcpy(&low, bins, sizeof low);
    std::memcpy(&high, bins + kTile, sizeof high);
    TileBins nearest_low = ~TileBins{}, nearest_high = nearest_low;
    for (const std::uint16_t first : search.firsts) {
      come_nearer(low, first, nearest_low);
      come_nearer(high, first, nearest_high);
    }
    std::uint64_t bits = bits_of(reinterpret_cast<TileBins>(nearest_low <= search.width)) |
                         bits_of(reinterpret_cast<TileBins>(nearest_high <= search.width)) << kTile;
    if (!whole) bits &= (std::uint64_t{1} << (count - begin)) - 1;
    for (; bits != 0; bits &= bits - 1)
      found[hits++] = static_cast<std::uint32_t>(begin + static_cast<std::size_t>(std::countr_zero(bits)));
  }
  return hits;
}

std::size_t find_plain(const BinSearch& search, std::uint32_t* found) {
  return find_body(search, found);
}
EBBTIDE_TARGET_256 std::size_t find_256(const BinSearch& search, std::uint32_t* found) {
  return find_body(search, found);
}
EBBTIDE_TARGET_512 std::size_t find_512(const BinSearch& search, std::uint32_t* found) {
  return find_body(search, found);
}

}  // namespace

ValueRange range_of(std::span<const float> values, VectorLevel level) {
  EBBTIDE_REQUIRE(!values.empty());
  const Range range = version_of(level, range_plain, range_256, range_512)(values.data(), values.size());
  return {float_of_key(range.least), float_of_key(range.greatest)};
}

ValueBins ValueBins::over(std::span<const float> values, std::size_t bins, VectorLevel level) {
  EBBTIDE_REQUIRE(bins > 0 && bins <= 65'536);
  if (values.empty()) return {};
  const ValueRange range = range_of(values, level);
  ValueBins result;
  result.least = range.least;
  result.greatest = range.greatest;
  const double per_unit = static_cast<double>(bins) / (result.greatest - result.least);
  if (!std::isfinite(per_unit) || !(per_unit > 0.0)) return result;
  result.per_unit = per_unit;
  result.last = static_cast<std::uint16_t>(bins - 1);
  return result;
}

void ValueBins::assign(std::span<const float> values, std::span<std::uint16_t> bins, VectorLevel level) const {
  EBBTIDE_REQUIRE(bins.size() >= values.size());
  if (last == 0) {
    for (std::size_t i = 0; i < values.size(); ++i) bins[i] = 0;
    return;
  }
  version_of(level, bins_plain, bins_256, bins_512)(*this, values.data(), values.size(), bins.data());
}

std::size_t find_in_bins(std::span<const std::uint16_t> bins, std::span<const std::uint16_t> firsts,
                         std::uint16_t width, std::span<std::uint32_t> found, VectorLevel level) {
  EBBTIDE_REQUIRE(found.size() >= bins.size());
  return version_of(level, find_plain, find_256, find_512)({bins, firsts, width}, found.data());
}

}  // namespace ebbtide
