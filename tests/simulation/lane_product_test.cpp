#include "simulation/lane_product.h"

#include <gtest/gtest.h>

#include <cmath>
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

// One rounding per multiplication and addition together, columns in ascending order.
void expect_product(const std::vector<double>& matrix, std::size_t rows, const std::vector<Lanes>& source,
                    const std::vector<Lanes>& before, const std::vector<Lanes>& after, bool lower) {
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double value = before[i][lane];
      for (std::size_t j = 0; j < (lower ? i + 1 : source.size()); ++j)
        value = std::fma(matrix[j * rows + i], source[j][lane], value);
      EXPECT_EQ(after[i][lane], value) << rows << " rows, " << source.size() << " columns, row " << i;
    }
  }
}

std::vector<VectorLevel> levels() {
  std::vector<VectorLevel> result;
  for (const VectorLevel level : kVectorLevels) {
    if (level <= machine_vector_level()) result.push_back(level);
  }
  return result;
}

TEST(LaneProduct, AddsColumnAfterColumnInEveryShapeAndVectorWidth) {
  for (std::size_t rows = 1; rows <= 21; ++rows) {
    for (const std::size_t columns : {1, 4, 7, 12}) {
      const std::vector<Lanes> source = some_lanes(columns, 0.3), before = some_lanes(rows, -0.4);
      const std::vector<double> matrix = some_matrix(rows, columns);
      for (const VectorLevel level : levels()) {
        std::vector<Lanes> after = before;
        add_product(matrix.data(), rows, columns, source.data(), after.data(), level);
        expect_product(matrix, rows, source, before, after, false);
      }
    }
  }
}

TEST(LaneProduct, SetsWhatIsTheSameInEveryLanePlusTheProduct) {
  for (const std::size_t rows : {1, 5, 8, 13}) {
    const std::vector<Lanes> source = some_lanes(6, 0.3);
    const std::vector<double> matrix = some_matrix(rows, 6);
    std::vector<double> base(rows);
    std::vector<Lanes> before(rows);
    for (std::size_t i = 0; i < rows; ++i) before[i].fill(base[i] = 0.7 - 0.2 * static_cast<double>(i));
    for (const VectorLevel level : levels()) {
      std::vector<Lanes> after = some_lanes(rows, 99.0);
      set_product(base.data(), matrix.data(), rows, 6, source.data(), after.data(), level);
      expect_product(matrix, rows, source, before, after, false);
    }
  }
}

TEST(LaneProduct, ReadsOnlyTheLowerTriangleOfATriangularMatrix) {
  for (std::size_t size = 1; size <= 21; ++size) {
    const std::vector<Lanes> source = some_lanes(size, 0.3), before = some_lanes(size, -0.4);
    std::vector<double> matrix = some_matrix(size, size);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = i + 1; j < size; ++j) matrix[j * size + i] = 1e300;
    }
    for (const VectorLevel level : levels()) {
      std::vector<Lanes> after = before;
      add_lower_product(matrix.data(), size, source.data(), after.data(), level);
      expect_product(matrix, size, source, before, after, true);
    }
  }
}

}  // namespace
}  // namespace ebbtide
