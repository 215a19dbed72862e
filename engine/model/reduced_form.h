// A market stated in reduced form (constant, lag matrices, covariance of the week's shocks) as triangular equations.
#pragma once

#include <vector>

#include "model/posterior.h"

namespace ebbtide {

// Equations with zero posterior uncertainty whose reduced form is c, A_1 .. A_p, Sigma. Sigma must be positive
// definite.
std::vector<MarketEquation> equations_from_reduced(const Vector& constant, const std::vector<Matrix>& lags,
                                                   const Matrix& covariance,
                                                   const std::vector<MarketVariable>& variables);

}  // namespace ebbtide
