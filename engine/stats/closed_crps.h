// Continuous ranked probability score (stats/crps.h) of laws with a closed form.
//   normal      z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)                  (Gneiting et al. 2005, MOS/EMOS, eq. 5)
//   Student t   z (2 F(z) - 1) + 2 / (nu - 1) (f(z) (nu + z^2) - sqrt(nu) B(1/2, nu - 1/2) / B(1/2, nu/2)^2)
//               (Jordan, Krueger and Lerch 2019, "Evaluating probabilistic forecasts with scoringRules", appendix A)
// with z = (observed - location) / scale, times scale. Pure; a scale <= 0 or nu <= 1 (the score is infinite without a
// mean) is an InternalError, an argument that is not finite a NumericalError.
#pragma once

namespace ebbtide {

double normal_crps(double mean, double standard_deviation, double observed);
double student_t_crps(double location, double scale, double degrees_of_freedom, double observed);

}  // namespace ebbtide
