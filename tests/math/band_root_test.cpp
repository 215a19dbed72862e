#include "math/band_root.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.h"

namespace ebbtide {
namespace {

constexpr int kSize = 8;

struct Row {
  int first = 0;
  std::array<double, 3> coefficients{};
  double value = 0.0;
};

std::vector<Row> rows() {
  std::vector<Row> result;
  for (int j = 0; j < kSize; ++j) {
    result.push_back({j, {1.0 + 0.1 * j, 0.0, 0.0}, std::sin(j)});
    if (j + 2 < kSize) result.push_back({j, {-0.5, 0.2 * j, 1.5}, std::cos(j)});
  }
  return result;
}

struct Moments {
  Vector mean;
  Matrix covariance;
};

Moments of_root(const std::vector<Row>& all) {
  BandRoot root(kSize);
  for (const Row& row : all) root.add(row.first, row.coefficients, row.value);
  Moments moments{root.draw(Vector::Zero(kSize)), Matrix()};
  Matrix spread(kSize, kSize);
  for (int j = 0; j < kSize; ++j) spread.col(j) = root.draw(Vector::Unit(kSize, j)) - moments.mean;
  moments.covariance = spread * spread.transpose();
  return moments;
}

Moments dense(const std::vector<Row>& all) {
  Matrix precision = Matrix::Zero(kSize, kSize);
  Vector linear = Vector::Zero(kSize);
  for (const Row& row : all) {
    Vector direction = Vector::Zero(kSize);
    for (int k = 0; k < 3 && row.first + k < kSize; ++k)
      direction(row.first + k) = row.coefficients[static_cast<std::size_t>(k)];
    precision += direction * direction.transpose();
    linear += row.value * direction;
  }
  const Matrix covariance = precision.inverse();
  return {covariance * linear, covariance};
}

double difference(const Moments& a, const Moments& b) {
  return std::max((a.mean - b.mean).cwiseAbs().maxCoeff(), (a.covariance - b.covariance).cwiseAbs().maxCoeff());
}

TEST(BandRoot, HasTheMomentsOfTheDensePrecision) {
  EXPECT_LT(difference(of_root(rows()), dense(rows())), 1e-13);
}

TEST(BandRoot, TakesRowsInAnyOrder) {
  const std::vector<Row> forward = rows();
  const std::vector<Row> backward(forward.rbegin(), forward.rend());
  EXPECT_LT(difference(of_root(backward), dense(forward)), 1e-13);
}

TEST(BandRoot, DiffersWhenARowIsMissing) {
  std::vector<Row> fewer = rows();
  fewer.pop_back();
  EXPECT_GT(difference(of_root(fewer), dense(rows())), 1e-3);
}

TEST(BandRoot, RefusesAnUnknownOfWhichNothingIsKnown) {
  BandRoot root(2);
  root.add(0, {1.0, 0.0, 0.0}, 0.5);
  EXPECT_THROW(root.draw(Vector::Zero(2)), NumericalError);
  root.add(1, {std::nan(""), 0.0, 0.0}, 0.5);
  EXPECT_THROW(root.draw(Vector::Zero(2)), NumericalError);
}

}  // namespace
}  // namespace ebbtide
