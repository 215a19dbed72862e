#include "simulation/lane_product.h"

#include <gtest/gtest.h>

#include <vector>

namespace ebbtide {
namespace {

std::vector<Lanes> some_lanes(std::size_t count, double seed) {
  std::vector<Lanes> result(count);
  double value = seed;
  for (Lanes& lanes : result) {
    for (double& lane : lanes) {
      value = value * 1.37 + 0.11;
      if (value > 3.0) value -= 5.9;
      lane = value;
    }
  }
  return result;
}

std::vector<double> some_matrix(std::size_t rows, std::size_t columns) {
  std::vector<double> matrix(rows * columns);
  for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = i % 5 == 0 ? 0.0 : 1.0 / (1.0 + static_cast<double>(i));
  return matrix;
}

// One rounding per multiplication and per addition, columns in ascending order.
void expect_product(const std::vector<double>& matrix, std::size_t rows, const std::vector<Lanes>& source,
                    const std::vector<Lanes>& before, const std::vector<Lanes>& after, bool lower) {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double value = before[i][lane];
      for (std::size_t j = 0; j < (lower ? i + 1 : source.size()); ++j) value += matrix[j * rows + i] * source[j][lane];
      EXPECT_EQ(after[i][lane], value) << rows << " rows, " << source.size() << " columns, row " << i;
    }
  }
}

TEST(LaneProduct, AddsColumnAfterColumnInEveryShape) {
  for (std::size_t rows = 1; rows <= 13; ++rows) {
    for (const std::size_t columns : {1, 4, 7, 12}) {
      const std::vector<Lanes> source = some_lanes(columns, 0.3), before = some_lanes(rows, -0.4);
      const std::vector<double> matrix = some_matrix(rows, columns);
      std::vector<Lanes> after = before;
      add_product(matrix.data(), rows, columns, source.data(), after.data());
      expect_product(matrix, rows, source, before, after, false);
    }
  }
}

TEST(LaneProduct, ReadsOnlyTheLowerTriangleOfATriangularMatrix) {
  for (std::size_t size = 1; size <= 13; ++size) {
    const std::vector<Lanes> source = some_lanes(size, 0.3), before = some_lanes(size, -0.4);
    std::vector<double> matrix = some_matrix(size, size);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = i + 1; j < size; ++j) matrix[j * size + i] = 1e300;
    }
    std::vector<Lanes> after = before;
    add_lower_product(matrix.data(), size, source.data(), after.data());
    expect_product(matrix, size, source, before, after, true);
  }
}

}  // namespace
}  // namespace ebbtide
