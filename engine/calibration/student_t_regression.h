// Linear regression with Student t residuals by maximum likelihood: the fit behind the plain rivals.
//
// For a given nu the ECM algorithm of Lange, Little and Taylor (1989, "Robust statistical modeling using the t
// distribution"): weights w = (nu + 1) / (nu + e^2 / s^2), weighted least squares, s^2 = mean w e^2. nu is the best of
// a grid, infinity (the Gaussian) among it.
#pragma once

#include "math/linalg.h"

namespace ebbtide {

struct StudentTFit {
  Vector coefficients;
  double scale = 1.0;               // s, not the standard deviation
  double degrees_of_freedom = 0.0;  // infinity: Gaussian
  double log_likelihood = 0.0;
};

// x: rows x coefficients with more rows than coefficients.
StudentTFit fit_student_t(const Matrix& x, const Vector& y);

}  // namespace ebbtide
