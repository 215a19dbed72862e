#include "random/fill_kernel.h"

#include <algorithm>
#include <bit>
#include <limits>

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_PERMUTED_TABLE
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

// Paths whose words stay in the first cache, and their words.
constexpr int kPieceLanes = 64;
static_assert(kTileLanes % kPieceLanes == 0 && kPieceLanes % kLayoutLanes == 0);
using PieceWords = std::array<std::array<std::uint32_t, kPieceLanes>, 4>;

// One Philox block per lane. The words live in 64-bit lanes, where the compiler finds the widening 32-bit multiply.
[[gnu::always_inline]] inline void piece_words(const TilePlace& tile, std::uint64_t first_path, PieceWords& words) {
  constexpr std::uint64_t kLow = 0xFFFFFFFFu;
  const std::uint64_t third = tile.place.week | static_cast<std::uint32_t>(tile.place.purpose) << 16;
  const std::uint64_t fourth = tile.place.slot / 4;
  for (int lane = 0; lane < kPieceLanes; ++lane) {
    const std::uint64_t path = first_path + static_cast<std::uint64_t>(lane);
    std::uint64_t x0 = path & kLow;
    std::uint64_t x1 = path >> 32;
    std::uint64_t x2 = third;
    std::uint64_t x3 = fourth;
    std::uint32_t key0 = tile.key[0];
    std::uint32_t key1 = tile.key[1];
#pragma GCC unroll 10
    for (int round = 0; round < kPhiloxRounds; ++round) {
      const std::uint64_t product0 = x0 * kPhiloxMultiplier0;
      const std::uint64_t product1 = x2 * kPhiloxMultiplier1;
      x0 = (product1 >> 32) ^ x1 ^ key0;
      x1 = product1 & kLow;
      x2 = (product0 >> 32) ^ x3 ^ key1;
      x3 = product0 & kLow;
      key0 += kPhiloxWeyl0;
      key1 += kPhiloxWeyl1;
    }
    words[0][lane] = static_cast<std::uint32_t>(x0);
    words[1][lane] = static_cast<std::uint32_t>(x1);
    words[2][lane] = static_cast<std::uint32_t>(x2);
    words[3][lane] = static_cast<std::uint32_t>(x3);
  }
}

// Returns non-zero when a word lies in a tail. There is no vector count of leading zeros on every level, so the octave
// is read from the exponent of the word as a float; clearing low bits keeps that conversion from rounding up to the
// next octave, and setting bit 8 keeps tail words inside the table without moving any other.
[[gnu::always_inline]] inline std::uint32_t evaluate_row(const TableCoefficients& table,
                                                         const std::array<std::uint32_t, kPieceLanes>& words, int lanes,
                                                         float* out, std::size_t part) {
  std::uint32_t tails = 0;
  std::array<float, kPieceLanes> values;
  for (int lane = 0; lane < lanes; ++lane) {
    const std::uint32_t word = words[lane];
    const std::uint32_t upper = word >> 31;
    const std::uint32_t from_end = word ^ (0u - upper);
    const std::uint32_t rounded_down = (from_end & ~(from_end >> 24)) | 256u;
    const auto as_float = static_cast<float>(static_cast<std::int32_t>(rounded_down));
    const std::uint32_t log2 = (std::bit_cast<std::uint32_t>(as_float) >> 23) - 127u;
    const std::uint32_t octave = 30u - log2;
    const std::uint32_t index = octave + upper * kTableOctaves;
    const float t = octave_argument((2u * from_end + 1u) << octave);
    float value = table[kTableDegree][index];
#pragma GCC unroll 8
    for (int degree = kTableDegree - 1; degree >= 0; --degree) value = std::fma(value, t, table[degree][index]);
    values[lane] = value;
    tails |= from_end < 256u ? 1u : 0u;
  }
  for (int first = 0; first < lanes; first += kLayoutLanes)
    std::copy_n(values.begin() + first, std::min(kLayoutLanes, lanes - first), out + first / kLayoutLanes * part);
  return tails;
}

[[gnu::always_inline]] inline bool evaluate_tile(const TableCoefficients& table, const TilePlace& tile, float* out,
                                                 const DrawLayout& layout) {
  std::uint32_t tails = 0;
  for (int lane = 0; lane < tile.lanes; lane += kPieceLanes) {
    PieceWords words;
    piece_words(tile, tile.first_path + static_cast<std::uint64_t>(lane), words);
    float* corner = out + static_cast<std::size_t>(lane) / kLayoutLanes * layout.part;
    for (int slot = 0; slot < tile.slots; ++slot) {
      float* row = corner + static_cast<std::size_t>(slot) * layout.slot;
      tails |= evaluate_row(table, words[slot], std::min(kPieceLanes, tile.lanes - lane), row, layout.part);
    }
  }
  return tails != 0;
}

bool tile_plain(const TableCoefficients& table, bool, const TilePlace& tile, float* out, const DrawLayout& layout) {
  return evaluate_tile(table, tile, out, layout);
}

EBBTIDE_TARGET_256 bool tile_256(const TableCoefficients& table, bool, const TilePlace& tile, float* out,
                                 const DrawLayout& layout) {
  return evaluate_tile(table, tile, out, layout);
}

#if defined(EBBTIDE_PERMUTED_TABLE)
// The octaves that one word reaches fit two vectors a half and degree, so that the look-up is a permutation of
// registers: eight times as fast as gathers from memory.
struct OctaveVectors {
  __m512 near[kTableDegree + 1][2], far[kTableDegree + 1][2];  // octaves 0 to 15 and 16 to 31, by half
};

EBBTIDE_TARGET_512 inline void load_octaves(const TableCoefficients& table, OctaveVectors& octaves) {
  for (int degree = 0; degree <= kTableDegree; ++degree) {
    for (std::size_t half = 0; half < 2; ++half) {
      const float* first = table[degree].data() + table_index(half != 0, 0);
      octaves.near[degree][half] = _mm512_loadu_ps(first);
      octaves.far[degree][half] = _mm512_loadu_ps(first + 16);
    }
  }
}

// Masked forms where g++ 12 would warn of the plain ones' undefined operand (GCC bug 105593).
constexpr __mmask8 kAllEight = 0xFF;
constexpr __mmask16 kAllSixteen = 0xFFFF;
// Operands a, b and c of a three-way logical operation.
constexpr int kXor = 0x96, kXorThenOr = 0xBE /* (a ^ b) | c */, kXorOfAnd = 0x78 /* a ^ (b & c) */;

// Sixteen words to values; least_odd keeps the least of 2 min(word, ~word) + 1.
template <bool kSymmetric>
EBBTIDE_TARGET_512 inline void evaluate_row_512(const OctaveVectors& octaves, const __m512i& word, __m512i& least_odd,
                                                __m512& value) {
  const __m512i sign = _mm512_maskz_srai_epi32(kAllSixteen, word, 31);
  const __m512i odd = _mm512_ternarylogic_epi32(_mm512_add_epi32(word, word), sign, _mm512_set1_epi32(1), kXorThenOr);
  least_odd = _mm512_maskz_min_epu32(kAllSixteen, least_odd, odd);
  const __m512i octave = _mm512_lzcnt_epi32(odd);
  const __m512i from_centre =
      _mm512_add_epi32(_mm512_maskz_sllv_epi32(kAllSixteen, odd, octave), _mm512_set1_epi32(1 << 30));
  const __m512 t = _mm512_mul_ps(_mm512_maskz_cvtepi32_ps(kAllSixteen, from_centre), _mm512_set1_ps(0x1p-30f));
#pragma GCC unroll 8
  for (int degree = kTableDegree; degree >= 0; --degree) {
    __m512 coefficient = _mm512_permutex2var_ps(octaves.near[degree][0], octave, octaves.far[degree][0]);
    if constexpr (!kSymmetric) {
      const __m512 high = _mm512_permutex2var_ps(octaves.near[degree][1], octave, octaves.far[degree][1]);
      coefficient = _mm512_mask_blend_ps(_mm512_movepi32_mask(word), coefficient, high);
    }
    value = degree == kTableDegree ? coefficient : _mm512_fmadd_ps(value, t, coefficient);
  }
  if constexpr (kSymmetric)
    value = _mm512_castsi512_ps(_mm512_ternarylogic_epi32(
        _mm512_castps_si512(value), word, _mm512_set1_epi32(std::numeric_limits<int>::min()), kXorOfAnd));
}

// So many chains of products side by side that each round's latency is hidden.
constexpr int kVectors = 2, kParts = 2 * kVectors, kPathsAtOnce = 16 * kVectors;

struct RoundKeys {
  std::array<std::uint64_t, kPhiloxRounds> first, second;
};

// As piece_words, of sixteen paths. A product of the lower halves of 64-bit lanes ignores what the upper halves hold,
// so words need no clearing in between and an upper half comes down by a permutation, which runs beside the products
// where a shift would queue behind them; from plain code g++ 12 makes products of whole lanes, which take three times
// as long.
EBBTIDE_TARGET_512 inline void words_of_paths(const TilePlace& tile, const RoundKeys& keys, std::uint64_t first_path,
                                              __m512i (&words)[kVectors][4]) {
  constexpr auto kUpper = static_cast<_MM_PERM_ENUM>(0xF5);
  const __m512i multiplier0 = _mm512_set1_epi64(kPhiloxMultiplier0);
  const __m512i multiplier1 = _mm512_set1_epi64(kPhiloxMultiplier1);
  const std::uint64_t third = tile.place.week | static_cast<std::uint32_t>(tile.place.purpose) << 16;
  __m512i x0[kParts], x1[kParts], x2[kParts], x3[kParts];
#pragma GCC unroll 4
  for (std::size_t part = 0; part < std::size_t{kParts}; ++part) {
    x0[part] = _mm512_add_epi64(_mm512_set1_epi64(static_cast<std::int64_t>(first_path + 8 * part)),
                                _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7));
    x1[part] = _mm512_maskz_srli_epi64(kAllEight, x0[part], 32);
    x2[part] = _mm512_set1_epi64(static_cast<std::int64_t>(third));
    x3[part] = _mm512_set1_epi64(tile.place.slot / 4);
  }
#pragma GCC unroll 10
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const __m512i key0 = _mm512_set1_epi64(static_cast<std::int64_t>(keys.first[round]));
    const __m512i key1 = _mm512_set1_epi64(static_cast<std::int64_t>(keys.second[round]));
#pragma GCC unroll 4
    for (std::size_t part = 0; part < std::size_t{kParts}; ++part) {
      const __m512i product0 = _mm512_maskz_mul_epu32(kAllEight, x0[part], multiplier0);
      const __m512i product1 = _mm512_maskz_mul_epu32(kAllEight, x2[part], multiplier1);
      x0[part] =
          _mm512_ternarylogic_epi64(_mm512_maskz_shuffle_epi32(kAllSixteen, product1, kUpper), x1[part], key0, kXor);
      x2[part] =
          _mm512_ternarylogic_epi64(_mm512_maskz_shuffle_epi32(kAllSixteen, product0, kUpper), x3[part], key1, kXor);
      x1[part] = product1;
      x3[part] = product0;
    }
  }
  const __m512i lower = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
#pragma GCC unroll 2
  for (std::size_t vector = 0; vector < std::size_t{kVectors}; ++vector) {
    const std::size_t first = 2 * vector, second = first + 1;
    words[vector][0] = _mm512_permutex2var_epi32(x0[first], lower, x0[second]);
    words[vector][1] = _mm512_permutex2var_epi32(x1[first], lower, x1[second]);
    words[vector][2] = _mm512_permutex2var_epi32(x2[first], lower, x2[second]);
    words[vector][3] = _mm512_permutex2var_epi32(x3[first], lower, x3[second]);
  }
}

template <bool kSymmetric>
EBBTIDE_TARGET_512 inline bool evaluate_tile_512(const TableCoefficients& table, const TilePlace& tile, float* out,
                                                 const DrawLayout& layout) {
  OctaveVectors octaves;
  load_octaves(table, octaves);
  RoundKeys keys;
  PhiloxKey key = tile.key;
  for (int round = 0; round < kPhiloxRounds; ++round) {
    keys.first[round] = key[0];
    keys.second[round] = key[1];
    key[0] += kPhiloxWeyl0;
    key[1] += kPhiloxWeyl1;
  }
  __m512i least_odd = _mm512_set1_epi32(-1);
  for (int lane = 0; lane < tile.lanes; lane += kPathsAtOnce) {
    __m512i words[kVectors][4];
    words_of_paths(tile, keys, tile.first_path + static_cast<std::uint64_t>(lane), words);
#pragma GCC unroll 2
    for (int vector = 0; vector < kVectors; ++vector) {
      const int first = lane + 16 * vector, rest = tile.lanes - first;
      if (rest <= 0) break;
      const auto wanted = static_cast<__mmask16>(rest >= 16 ? 0xFFFF : (1 << rest) - 1);
      float* place = out + static_cast<std::size_t>(first) / kLayoutLanes * layout.part;
#pragma GCC unroll 4
      for (int slot = 0; slot < 4; ++slot) {
        if (slot >= tile.slots) break;
        __m512 value;
        evaluate_row_512<kSymmetric>(octaves, words[vector][slot], least_odd, value);
        _mm512_mask_storeu_ps(place, wanted, value);
        place += layout.slot;
      }
    }
  }
  constexpr int kFirstBeyondTail = 512;
  return _mm512_cmplt_epu32_mask(least_odd, _mm512_set1_epi32(kFirstBeyondTail)) != 0;
}

EBBTIDE_TARGET_512 bool tile_512(const TableCoefficients& table, bool symmetric, const TilePlace& tile, float* out,
                                 const DrawLayout& layout) {
  return symmetric ? evaluate_tile_512<true>(table, tile, out, layout)
                   : evaluate_tile_512<false>(table, tile, out, layout);
}
#else
EBBTIDE_TARGET_512 bool tile_512(const TableCoefficients& table, bool, const TilePlace& tile, float* out,
                                 const DrawLayout& layout) {
  return evaluate_tile(table, tile, out, layout);
}
#endif

}  // namespace

TileKernel tile_kernel(VectorLevel level) {
  return version_of(level, tile_plain, tile_256, tile_512);
}

}  // namespace ebbtide
