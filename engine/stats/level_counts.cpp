#include "stats/level_counts.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/contract.h"

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_MASKS
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

constexpr std::size_t kMostGroups = 64;
constexpr std::size_t kLevels = kQuantileLevels.size();
using Thresholds = std::array<float, kLevels>;
using Group = std::array<float, kCountedGroup>;

// Bit i is set where sample i lies at or below the threshold; by level.
struct PlainMasks {
  static void of(const float* samples, const Thresholds& thresholds, std::uint16_t* masks) {
    for (std::size_t level = 0; level < kLevels; ++level) {
      unsigned mask = 0;
      for (std::size_t i = 0; i < kCountedGroup; ++i) mask |= (samples[i] <= thresholds[level] ? 1u : 0u) << i;
      masks[level] = static_cast<std::uint16_t>(mask);
    }
  }
};

#if defined(EBBTIDE_MASKS)
struct Masks256 {
  EBBTIDE_TARGET_256 static void of(const float* samples, const Thresholds& thresholds, std::uint16_t* masks) {
    const __m256 low = _mm256_loadu_ps(samples), high = _mm256_loadu_ps(samples + 8);
#pragma GCC unroll 16
    for (std::size_t level = 0; level < kLevels; ++level) {
      const __m256 threshold = _mm256_set1_ps(thresholds[level]);
      const int first = _mm256_movemask_ps(_mm256_cmp_ps(low, threshold, _CMP_LE_OQ));
      const int second = _mm256_movemask_ps(_mm256_cmp_ps(high, threshold, _CMP_LE_OQ));
      masks[level] = static_cast<std::uint16_t>(first | second << 8);
    }
  }
};
struct Masks512 {
  EBBTIDE_TARGET_512 static void of(const float* samples, const Thresholds& thresholds, std::uint16_t* masks) {
    const __m512 values = _mm512_loadu_ps(samples);
    // One store each: g++ 12 would gather them in a vector, by as many permutations as there are comparisons.
    volatile std::uint16_t* each = masks;
#pragma GCC unroll 16
    for (std::size_t level = 0; level < kLevels; ++level)
      each[level] = _mm512_cmp_ps_mask(values, _mm512_set1_ps(thresholds[level]), _CMP_LE_OQ);
  }
};
#else
using Masks256 = PlainMasks;
using Masks512 = PlainMasks;
#endif

struct Work {
  const float* samples;
  std::size_t count, group_size;
  Thresholds thresholds;
  LevelCounts* counts;
};

typedef std::uint16_t Row __attribute__((vector_size(sizeof(LevelCounts))));
typedef std::uint16_t RowPair __attribute__((vector_size(2 * sizeof(LevelCounts))));

// From masks to the bits that are set in them.
template <typename Vector>
[[gnu::always_inline]] inline void count_bits(Vector& bits) {
  bits -= (bits >> 1) & 0x5555;
  bits = (bits & 0x3333) + ((bits >> 2) & 0x3333);
  bits = (bits + (bits >> 4)) & 0x0F0F;
  bits = (bits + (bits >> 8)) & 0x001F;
}

// Of one group, or of two that lie side by side; `row` is scratch.
template <typename Vector>
[[gnu::always_inline]] inline void add_row(LevelCounts* counts, Vector& row, Vector& total, Vector& squares) {
  std::memcpy(&row, counts, sizeof row);
  count_bits(row);
  std::memcpy(counts, &row, sizeof row);
  total += row;
  squares += row * row;
}

template <typename Masks>
[[gnu::always_inline]] inline void body(const Work& work, LevelCountSums& sums) {
  const Thresholds thresholds = work.thresholds;
  const std::size_t groups = (work.count + work.group_size - 1) / work.group_size;
  for (std::size_t group = 0; group < groups; ++group) {
    const std::size_t first = group * work.group_size, size = std::min(work.group_size, work.count - first);
    if (size == kCountedGroup) {
      Masks::of(work.samples + first, thresholds, work.counts[group].data());
    } else {
      Group padded;
      padded.fill(std::numeric_limits<float>::quiet_NaN());
      for (std::size_t i = 0; i < size; ++i) padded[i] = work.samples[first + i];
      Masks::of(padded.data(), thresholds, work.counts[group].data());
    }
  }
  // Sums of 64 squares of at most 16 stay below 2^16.
  static_assert(kMostGroups * kCountedGroup * kCountedGroup < 65'536);
  Row total{}, squares{};
  std::size_t group = 0;
  RowPair pair, pair_total{}, pair_squares{};
  for (; group + 2 <= groups; group += 2) add_row(work.counts + group, pair, pair_total, pair_squares);
  Row row;
  for (; group < groups; ++group) add_row(work.counts + group, row, total, squares);
  for (std::size_t level = 0; level < kLevels; ++level) {
    const std::size_t second = level + std::tuple_size_v<LevelCounts>;
    sums.total[level] += total[level] + pair_total[level] + pair_total[second];
    sums.squares[level] += squares[level] + pair_squares[level] + pair_squares[second];
  }
}

void plain(const Work& work, LevelCountSums& sums) {
  body<PlainMasks>(work, sums);
}
EBBTIDE_TARGET_256 void bits_256(const Work& work, LevelCountSums& sums) {
  body<Masks256>(work, sums);
}
EBBTIDE_TARGET_512 void bits_512(const Work& work, LevelCountSums& sums) {
  body<Masks512>(work, sums);
}

}  // namespace

void count_levels(std::span<const float> samples, std::size_t group_size,
                  const std::array<float, kQuantileLevels.size()>& thresholds, std::span<LevelCounts> counts,
                  LevelCountSums& sums, VectorLevel level) {
  EBBTIDE_REQUIRE(group_size > 0 && group_size <= kCountedGroup && counts.size() <= kMostGroups &&
                  samples.size() <= counts.size() * group_size);
  version_of(level, plain, bits_256, bits_512)({samples.data(), samples.size(), group_size, thresholds, counts.data()},
                                               sums);
}

}  // namespace ebbtide
