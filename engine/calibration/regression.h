// Conjugate regression: normal-inverse-gamma prior and exact posterior (docs/methods.md, Law of market and flow).
//
//   V = (V0^-1 + X'X)^-1,  b = V (V0^-1 b0 + X'y),  df = df0 + T,  S = S0 + (y'y + b0'V0^-1 b0 - b'V^-1 b) / 2
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "model/posterior.h"

namespace ebbtide {

// Prior of one coefficient, in outcome units.
struct CoefficientPrior {
  std::string name;
  double mean = 0.0;
  double sd = 1.0;
};

struct RegressionPrior {
  std::vector<CoefficientPrior> coefficients;
  double residual_sd = 1.0;  // s of S0 = df0 s^2 / 2 and of V0 = diag((sd / s)^2)
  double degrees_of_freedom = 4.0;

  Vector mean() const;
  Matrix unit_covariance() const;
};

// X: rows x coefficients; y: rows. Rows may be whitened beforehand. No rows: the prior itself.
RegressionPosterior fit_regression(const RegressionPrior& prior, const Matrix& x, const Vector& y);
// Rows that were multiplied by the roots of weights, which sum to `count`: T of the formulas.
RegressionPosterior fit_regression(const RegressionPrior& prior, const Matrix& x, const Vector& y, double count);

// log marginal likelihood of the rows under the prior.
double log_marginal_likelihood(const RegressionPrior& prior, const Matrix& x, const Vector& y);

}  // namespace ebbtide
