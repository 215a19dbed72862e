// The triangular root R of a precision matrix R'R with two diagonals beside its own, and with it a Gaussian law,
// gathered row by row with Givens rotations (Bierman 1977, Factorization Methods for Discrete Sequential Estimation:
// the square root information filter). The precision itself is never formed, so rows may differ by many orders of
// magnitude.
#pragma once

#include <array>

#include "math/linalg.h"

namespace ebbtide {

class BandRoot {
 public:
  static constexpr Eigen::Index kWidth = 3;

  // Of a precision of zero.
  explicit BandRoot(Eigen::Index size);

  // Adds row row' to the precision, row holding the coefficients of the unknowns first, first + 1 and first + 2 (0 for
  // one that does not exist): row's is known to be `value` with variance 1. Cheapest with `first` never falling.
  void add(Eigen::Index first, std::array<double, kWidth> row, double value);

  // mean + R^-1 normals: a draw where normals are independent standard normal ones, the mean where they are 0. Throws
  // NumericalError when an unknown is left without any precision.
  Vector draw(const Vector& normals) const;

 private:
  Matrix root_;   // (k, j): entry (j, j + k) of R
  Vector right_;  // R mean
};

}  // namespace ebbtide
