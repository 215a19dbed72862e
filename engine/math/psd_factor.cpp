#include "math/psd_factor.h"

namespace ebbtide {

Matrix psd_factor(const Matrix& covariance) {
  const Eigen::LDLT<Matrix> factor(covariance);
  Matrix lower = factor.matrixL();
  lower *= factor.vectorD().cwiseMax(0.0).cwiseSqrt().asDiagonal();
  return factor.transpositionsP().transpose() * lower;
}

}  // namespace ebbtide
