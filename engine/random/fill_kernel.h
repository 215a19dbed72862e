// The block form of the random-number law (internal to engine/random): one tile of paths by four slots at a time, in
// structure-of-arrays loops that the compiler turns into vectors. quantile_table.h states what a tile must equal.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/vector_level.h"
#include "random/draw_law.h"
#include "random/quantile_table.h"

namespace ebbtide {

constexpr std::size_t table_index(bool upper_half, int octave) {
  return static_cast<std::size_t>(octave) + (upper_half ? kTableOctaves : 0);
}

// t in [-1, 1) across the octave; the conversion rounds to nearest and the scaling is exact.
[[gnu::always_inline]] inline float octave_argument(std::uint32_t position) {
  constexpr std::uint32_t kCentre = 0xC0000000u;
  return static_cast<float>(static_cast<std::int32_t>(position - kCentre)) * 0x1p-30f;
}

[[gnu::always_inline]] inline float horner(const std::array<float, kTableDegree + 1>& c, float t) {
  float value = c[kTableDegree];
#pragma GCC unroll 8
  for (int degree = kTableDegree - 1; degree >= 0; --degree) value = std::fma(value, t, c[degree]);
  return value;
}

inline float evaluate_table(const TableCoefficients& table, std::size_t index, std::uint32_t position) {
  std::array<float, kTableDegree + 1> c;
  for (int degree = 0; degree <= kTableDegree; ++degree) c[degree] = table[degree][index];
  return horner(c, octave_argument(position));
}

inline constexpr int kTileLanes = 256;
static_assert(kTileLanes % kLayoutLanes == 0);

struct TilePlace {
  PhiloxKey key{};
  std::uint64_t first_path = 0;
  int lanes = 0;    // 1 .. kTileLanes
  int slots = 0;    // 1 .. 4
  DrawPlace place;  // week, purpose and first slot (a multiple of 4); its path is not read
};

// Writes the draws where `layout` puts them. Returns true when a word of the tile needs its refinement: then the values
// of such words are meaningless (but finite) and the caller draws the tile again place by place. symmetric: the table's
// upper half is the lower's negative, so that evaluating one half is enough.
using TileKernel = bool (*)(const TableCoefficients& table, bool symmetric, const TilePlace& tile, float* out,
                            const DrawLayout& layout);

TileKernel tile_kernel(VectorLevel level);

}  // namespace ebbtide
