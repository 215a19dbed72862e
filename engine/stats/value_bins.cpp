#include "stats/value_bins.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "stats/float_keys.h"

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_PERMUTED_MARKS
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

struct KeyRange {
  std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t greatest = 0;
};

[[gnu::always_inline]] inline void range_body(const float* values, std::size_t count, KeyRange& range) {
  std::uint32_t least = range.least, greatest = range.greatest;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t key = float_key(values[i]);
    least = key < least ? key : least;
    greatest = key > greatest ? key : greatest;
  }
  range = {least, greatest};
}

[[gnu::always_inline]] inline void bins_body(const ValueBins& given, const float* values, std::size_t count,
                                             std::uint16_t* bins) {
  const ValueBins scale = given;
  for (std::size_t i = 0; i < count; ++i) bins[i] = scale.of(values[i]);
}

// Both, of a piece that stays in the first cache. bins may be null.
[[gnu::always_inline]] inline void pass_body(const ValueBins& scale, std::span<const float> values, std::uint16_t* bins,
                                             KeyRange& range) {
  constexpr std::size_t kPiece = 2'048;
  for (std::size_t first = 0; first < values.size(); first += kPiece) {
    const std::size_t count = std::min(kPiece, values.size() - first);
    range_body(values.data() + first, count, range);
    if (bins != nullptr) bins_body(scale, values.data() + first, count, bins + first);
  }
}

void pass_plain(const ValueBins& scale, std::span<const float> values, std::uint16_t* bins, KeyRange& range) {
  pass_body(scale, values, bins, range);
}
EBBTIDE_TARGET_256 void pass_256(const ValueBins& scale, std::span<const float> values, std::uint16_t* bins,
                                 KeyRange& range) {
  pass_body(scale, values, bins, range);
}
EBBTIDE_TARGET_512 void pass_512(const ValueBins& scale, std::span<const float> values, std::uint16_t* bins,
                                 KeyRange& range) {
  pass_body(scale, values, bins, range);
}

ValueRange run_pass(const ValueBins& scale, std::span<const float> values, std::uint16_t* bins, VectorLevel level) {
  KeyRange keys;
  version_of(level, pass_plain, pass_256, pass_512)(scale, values, bins, keys);
  if (values.empty()) return {};
  return {float_of_key(keys.least), float_of_key(keys.greatest)};
}

std::size_t find_plain(std::span<const std::uint16_t> bins, const BinMarks& marks, std::uint32_t* found) {
  std::array<std::uint8_t, BinMarks::kMostMarked> marked;
  for (std::size_t bin = 0; bin < marked.size(); ++bin) marked[bin] = marks.has(static_cast<std::uint16_t>(bin));
  std::size_t hits = 0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    found[hits] = static_cast<std::uint32_t>(i);
    hits += marked[bins[i]];
  }
  return hits;
}

#if defined(EBBTIDE_PERMUTED_MARKS)
// The marks fit two vectors, so that looking up 32 bins is a permutation of registers.
EBBTIDE_TARGET_512 std::size_t find_512(std::span<const std::uint16_t> bins, const BinMarks& marks,
                                        std::uint32_t* found) {
  constexpr std::size_t kTile = 32;
  const __m512i low = _mm512_loadu_si512(marks.words()), high = _mm512_loadu_si512(marks.words() + kTile);
  const __m512i one = _mm512_set1_epi16(1), in_word = _mm512_set1_epi16(15);
  const __m512i first_places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  std::size_t hits = 0;
  for (std::size_t begin = 0; begin < bins.size(); begin += kTile) {
    const std::size_t count = std::min(kTile, bins.size() - begin);
    const auto wanted = static_cast<__mmask32>((std::uint64_t{1} << count) - 1);
    const __m512i bin = _mm512_maskz_loadu_epi16(wanted, bins.data() + begin);
    const __m512i words = _mm512_permutex2var_epi16(low, _mm512_srli_epi16(bin, 4), high);
    const __m512i shifted = _mm512_srlv_epi16(words, _mm512_and_si512(bin, in_word));
    const std::uint32_t bits = _mm512_mask_test_epi16_mask(wanted, shifted, one);
    const __m512i index = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(begin)), first_places);
    const auto lower = static_cast<__mmask16>(bits), upper = static_cast<__mmask16>(bits >> 16);
    _mm512_storeu_si512(found + hits, _mm512_maskz_compress_epi32(lower, index));
    hits += static_cast<std::size_t>(std::popcount(lower));
    _mm512_storeu_si512(found + hits,
                        _mm512_maskz_compress_epi32(upper, _mm512_add_epi32(index, _mm512_set1_epi32(16))));
    hits += static_cast<std::size_t>(std::popcount(upper));
  }
  return hits;
}
#endif

}  // namespace

ValueRange over_both(const ValueRange& first, const ValueRange& second) {
  const auto less = [](float one, float other) { return float_key(one) < float_key(other); };
  return {std::min(first.least, second.least, less), std::max(first.greatest, second.greatest, less)};
}

ValueBins ValueBins::over(const ValueRange& range, std::size_t bins) {
  EBBTIDE_REQUIRE(bins > 0 && bins <= 65'536);
  ValueBins result;
  const float per_unit = static_cast<float>(bins) / (range.greatest - range.least);
  if (!std::isfinite(per_unit) || !(per_unit > 0.0f)) return result;
  result.least = range.least;
  result.per_unit = per_unit;
  result.last = static_cast<std::uint16_t>(bins - 1);
  return result;
}

ValueRange ValueBins::assign(std::span<const float> values, std::span<std::uint16_t> bins, VectorLevel level) const {
  EBBTIDE_REQUIRE(bins.size() >= values.size());
  const ValueRange range = run_pass(*this, values, last == 0 ? nullptr : bins.data(), level);
  if (last == 0 || std::isnan(range.least) || std::isnan(range.greatest))
    std::fill_n(bins.begin(), values.size(), std::uint16_t{0});
  return range;
}

ValueRange range_of(std::span<const float> values, VectorLevel level) {
  return run_pass({}, values, nullptr, level);
}

std::size_t find_marked(std::span<const std::uint16_t> bins, const BinMarks& marks, std::span<std::uint32_t> found,
                        [[maybe_unused]] VectorLevel level) {
  EBBTIDE_REQUIRE(found.size() >= bins.size() + kFoundRoom);
#if defined(EBBTIDE_PERMUTED_MARKS)
  if (level == VectorLevel::bits_512) return find_512(bins, marks, found.data());
#endif
  return find_plain(bins, marks, found.data());
}

}  // namespace ebbtide
