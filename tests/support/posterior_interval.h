// Equal-tailed posterior intervals of a regression's parameters.
#pragma once

#include <cmath>

#include "math/special.h"
#include "model/posterior.h"

namespace ebbtide::fixture {

// Whether the interval of this content holds the truth: Student t for a coefficient, inverse gamma for the variance.
inline bool coefficient_covered(const RegressionPosterior& posterior, int index, double truth, double content) {
  const double scale = std::sqrt(posterior.residual_variance * posterior.unit_covariance(index, index));
  return std::abs(truth - posterior.mean(index)) <=
         scale * student_t_quantile(0.5 + content / 2, posterior.degrees_of_freedom);
}

inline bool variance_covered(const RegressionPosterior& posterior, double truth, double content) {
  const double half = posterior.degrees_of_freedom / 2;
  const double precision = half * posterior.residual_variance / truth;
  return gamma_quantile(0.5 - content / 2, half) <= precision && precision <= gamma_quantile(0.5 + content / 2, half);
}

}  // namespace ebbtide::fixture
