#include "simulation/lane_product.h"

#include <algorithm>
#include <cstring>

namespace ebbtide {
namespace {

// Rows whose sums stay in registers, eight lanes at a time: that many of the widest vectors, twice as many of the half.
constexpr std::size_t kRows = 4;
constexpr std::size_t kTile = 8;
static_assert(kLanes % kTile == 0);
typedef double Tile __attribute__((vector_size(kTile * sizeof(double))));

template <std::size_t kCount>
[[gnu::always_inline]] inline void add_rows(const double* weights, std::size_t stride, std::size_t columns,
                                            const Lanes* source, Lanes* target) {
  for (std::size_t lane = 0; lane < kLanes; lane += kTile) {
    Tile sums[kCount];
#pragma GCC unroll 4
    for (std::size_t row = 0; row < kCount; ++row) std::memcpy(&sums[row], target[row].data() + lane, sizeof(Tile));
    for (std::size_t j = 0; j < columns; ++j) {
      Tile value;
      std::memcpy(&value, source[j].data() + lane, sizeof value);
#pragma GCC unroll 4
      for (std::size_t row = 0; row < kCount; ++row) sums[row] += weights[j * stride + row] * value;
    }
#pragma GCC unroll 4
    for (std::size_t row = 0; row < kCount; ++row) std::memcpy(target[row].data() + lane, &sums[row], sizeof(Tile));
  }
}

}  // namespace

EBBTIDE_VECTOR_WIDTHS
void add_product(const double* matrix, std::size_t rows, std::size_t columns, const Lanes* source, Lanes* target) {
  std::size_t row = 0;
  for (; row + kRows <= rows; row += kRows) add_rows<kRows>(matrix + row, rows, columns, source, target + row);
  for (; row < rows; ++row) add_rows<1>(matrix + row, rows, columns, source, target + row);
}

EBBTIDE_VECTOR_WIDTHS
void add_lower_product(const double* matrix, std::size_t size, const Lanes* source, Lanes* target) {
  std::size_t row = 0;
  for (; row + kRows <= size; row += kRows) {
    add_rows<kRows>(matrix + row, size, row, source, target + row);
    // The square on the diagonal.
    for (std::size_t i = 1; i <= kRows; ++i)
      add_rows<1>(matrix + row * size + row + i - 1, size, i, source + row, target + row + i - 1);
  }
  for (; row < size; ++row) add_rows<1>(matrix + row, size, row + 1, source, target + row);
}

}  // namespace ebbtide
