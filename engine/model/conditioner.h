// Conditioning the Gaussian market path of one parameter draw on linear constraints C Y = f (docs/methods.md,
// Conditioning).
//
// With Y = b + sqrt(lambda) M e and Omega = M M': S = C Omega C', q = (f - C b)' S^-1 (f - C b). A path drawn from the
// law is moved onto the constraints by Y + gain (f - C Y), gain = Omega C' S^-1 (Matheron's update; the gain does not
// depend on lambda). Given the constraints, lambda ~ IG((nu + r) / 2, (nu - 2 + q) / 2).
#pragma once

#include <vector>

#include "model/market_conditions.h"
#include "model/market_theta.h"

namespace ebbtide {

struct Conditioning {
  Matrix gain;          // constraints x (weeks * variables), variable fastest
  double distance = 0;  // q
};

// Throws NumericalError when S is not positive definite.
Conditioning condition(const MarketTheta& theta, const Matrix& volatility, const Matrix& mean,
                       const std::vector<LinearConstraint>& constraints);

}  // namespace ebbtide
