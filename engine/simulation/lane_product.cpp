#include "simulation/lane_product.h"

#include <algorithm>
#include <cmath>

#include "core/vector_level.h"

// As in core/vector_level.h.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define EBBTIDE_WIDE_ROWS
#include <immintrin.h>
#endif

namespace ebbtide {
namespace {

// Rows whose sums stay in registers: as many as hide the latency of an addition.
constexpr std::size_t kRows = 8;

struct Product {
  const double* base;    // what the sums begin with, the same in every lane; null: what target holds
  const double* matrix;  // of the first row
  std::size_t stride, columns;
  const Lanes* source;
  Lanes* target;

  Product from_row(std::size_t row) const {
    return {base != nullptr ? base + row : nullptr, matrix + row, stride, columns, source, target + row};
  }
};

template <std::size_t kCount>
struct PlainRows {
  static void add(const Product& product) {
    const auto [base, matrix, stride, columns, source, target] = product;
    for (std::size_t row = 0; row < kCount; ++row) {
      if (base != nullptr) target[row].fill(base[row]);
      for (std::size_t j = 0; j < columns; ++j) {
        const double weight = matrix[j * stride + row];
        for (std::size_t lane = 0; lane < kLanes; ++lane)
          target[row][lane] = std::fma(weight, source[j][lane], target[row][lane]);
      }
    }
  }
};

#if defined(EBBTIDE_WIDE_ROWS)
template <std::size_t kCount>
struct Rows256 {
  EBBTIDE_TARGET_256 static void add(const Product& product) {
    const auto [base, matrix, stride, columns, source, target] = product;
    for (std::size_t lane = 0; lane < kLanes; lane += 4) {
      __m256d sums[kCount];
#pragma GCC unroll 8
      for (std::size_t row = 0; row < kCount; ++row)
        sums[row] = base != nullptr ? _mm256_set1_pd(base[row]) : _mm256_loadu_pd(target[row].data() + lane);
      for (std::size_t j = 0; j < columns; ++j) {
        const __m256d value = _mm256_loadu_pd(source[j].data() + lane);
#pragma GCC unroll 8
        for (std::size_t row = 0; row < kCount; ++row)
          sums[row] = _mm256_fmadd_pd(_mm256_set1_pd(matrix[j * stride + row]), value, sums[row]);
      }
#pragma GCC unroll 8
      for (std::size_t row = 0; row < kCount; ++row) _mm256_storeu_pd(target[row].data() + lane, sums[row]);
    }
  }
};

template <std::size_t kCount>
struct Rows512 {
  EBBTIDE_TARGET_512 static void add(const Product& product) {
    const auto [base, matrix, stride, columns, source, target] = product;
    __m512d low[kCount], high[kCount];
#pragma GCC unroll 8
    for (std::size_t row = 0; row < kCount; ++row) {
      low[row] = base != nullptr ? _mm512_set1_pd(base[row]) : _mm512_loadu_pd(target[row].data());
      high[row] = base != nullptr ? low[row] : _mm512_loadu_pd(target[row].data() + 8);
    }
    for (std::size_t j = 0; j < columns; ++j) {
      const __m512d low_value = _mm512_loadu_pd(source[j].data()), high_value = _mm512_loadu_pd(source[j].data() + 8);
#pragma GCC unroll 8
      for (std::size_t row = 0; row < kCount; ++row) {
        const __m512d weight = _mm512_set1_pd(matrix[j * stride + row]);
        low[row] = _mm512_fmadd_pd(weight, low_value, low[row]);
        high[row] = _mm512_fmadd_pd(weight, high_value, high[row]);
      }
    }
#pragma GCC unroll 8
    for (std::size_t row = 0; row < kCount; ++row) {
      _mm512_storeu_pd(target[row].data(), low[row]);
      _mm512_storeu_pd(target[row].data() + 8, high[row]);
    }
  }
};
static_assert(kLanes == 16);
#else
template <std::size_t kCount>
using Rows256 = PlainRows<kCount>;
template <std::size_t kCount>
using Rows512 = PlainRows<kCount>;
#endif

template <template <std::size_t> class Rows>
void add_rows(const Product& product, std::size_t rows) {
  std::size_t row = 0;
  for (; row + kRows <= rows; row += kRows) Rows<kRows>::add(product.from_row(row));
  if (row + 4 <= rows) {
    Rows<4>::add(product.from_row(row));
    row += 4;
  }
  for (; row < rows; ++row) Rows<1>::add(product.from_row(row));
}

// Four rows at a time: what all have in common, then the triangle on the diagonal.
template <template <std::size_t> class Rows>
void add_lower_rows(const Product& product, std::size_t size) {
  constexpr std::size_t kStep = 4;
  for (std::size_t first = 0; first < size; first += kStep) {
    const std::size_t count = std::min(kStep, size - first);
    Product common = product.from_row(first);
    common.columns = first;
    add_rows<Rows>(common, count);
    for (std::size_t row = first; row < first + count; ++row) {
      Product rest = product.from_row(row);
      rest.matrix += first * rest.stride;
      rest.source += first;
      rest.columns = row + 1 - first;
      Rows<1>::add(rest);
    }
  }
}

void add(const Product& product, std::size_t rows, VectorLevel level) {
  version_of(level, add_rows<PlainRows>, add_rows<Rows256>, add_rows<Rows512>)(product, rows);
}

}  // namespace

void add_product(const double* matrix, std::size_t rows, std::size_t columns, const Lanes* source, Lanes* target,
                 VectorLevel level) {
  add({nullptr, matrix, rows, columns, source, target}, rows, level);
}

void set_product(const double* base, const double* matrix, std::size_t rows, std::size_t columns, const Lanes* source,
                 Lanes* target, VectorLevel level) {
  add({base, matrix, rows, columns, source, target}, rows, level);
}

void add_lower_product(const double* matrix, std::size_t size, const Lanes* source, Lanes* target, VectorLevel level) {
  version_of(level, add_lower_rows<PlainRows>, add_lower_rows<Rows256>, add_lower_rows<Rows512>)(
      {nullptr, matrix, size, 0, source, target}, size);
}

}  // namespace ebbtide
