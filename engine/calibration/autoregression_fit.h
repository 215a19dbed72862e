// The total's flow as a first-order autoregression with Student t residuals and the return of the week:
//   x_t = level + own_lag x_{t-1} + return r_t + s e_t,   e_t ~ t(nu).
//
// Coefficients, s and nu by maximum likelihood (student_t_regression.h). Their uncertainty is that of the expected
// information (Lange, Little and Taylor 1989), in the form of the other equations, for T weeks with regressors X:
//   coefficients | sigma^2 ~ N(estimate, sigma^2 (nu + 3) / (nu + 1) (X'X)^-1),
//   sigma^2 ~ IG(d / 2, d s^2 / 2),   d = T nu / (nu + 3).
// nu is held at its estimate.
#pragma once

#include <vector>

#include "model/posterior.h"

namespace ebbtide {

struct AutoregressionFit {
  RegressionPosterior posterior;    // level, own lag, return
  double degrees_of_freedom = 0.0;  // nu; infinity: normal residuals
};

// Weeks in a row; the first one is a lag only. In %, more than 4 of them.
AutoregressionFit fit_autoregression(const std::vector<double>& flow_percent,
                                     const std::vector<double>& return_percent);

// The same in the order of FlowPosterior, whose other `count` - 3 coefficients are 0 for sure.
RegressionPosterior in_flow_order(const RegressionPosterior& posterior, int count);

}  // namespace ebbtide
