#include "stats/closed_crps.h"

#include <cmath>
#include <numbers>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"

namespace ebbtide {
namespace {

double standardised(double location, double scale, double observed) {
  EBBTIDE_REQUIRE(scale > 0.0);
  const double z = (observed - location) / scale;
  if (!std::isfinite(z) || !std::isfinite(scale)) throw NumericalError("CRPS: an argument is not finite");
  return z;
}

}  // namespace

double normal_crps(double mean, double standard_deviation, double observed) {
  const double z = standardised(mean, standard_deviation, observed);
  return standard_deviation * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * normal_density(z) - std::numbers::inv_sqrtpi);
}

double student_t_crps(double location, double scale, double degrees_of_freedom, double observed) {
  EBBTIDE_REQUIRE(degrees_of_freedom > 1.0);
  const double z = standardised(location, scale, observed);
  const double nu = degrees_of_freedom;
  // The density at 0 is 1 / (sqrt(nu) B(1/2, nu/2)); that of 2 nu - 1 degrees of freedom holds B(1/2, nu - 1/2). This
  // way large nu keeps its digits.
  const double peak = student_t_density(0.0, nu);
  const double betas =
      nu * std::sqrt(nu) * peak * peak / (std::sqrt(2.0 * nu - 1.0) * student_t_density(0.0, 2.0 * nu - 1.0));
  return scale * (z * (2.0 * student_t_cdf(z, nu) - 1.0) +
                  2.0 / (nu - 1.0) * (student_t_density(z, nu) * (nu + z * z) - betas));
}

}  // namespace ebbtide
