#include "stats/density_score.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"

namespace ebbtide {
namespace {

// In logs all the way: a density too small for a double still has one.
double log_density(double z, double degrees_of_freedom) {
  if (std::isinf(degrees_of_freedom)) return std::log(normal_density(0.0)) - 0.5 * z * z;
  return std::log(student_t_density(0.0, degrees_of_freedom)) -
         0.5 * (degrees_of_freedom + 1.0) * std::log1p(z * z / degrees_of_freedom);
}

}  // namespace

double student_t_mixture_log_score(std::span<const double> locations, std::span<const double> scales,
                                   std::span<const double> degrees_of_freedom, double observed) {
  EBBTIDE_REQUIRE(!locations.empty() && scales.size() == locations.size());
  EBBTIDE_REQUIRE(degrees_of_freedom.size() == locations.size());
  std::vector<double> logs(locations.size());
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t b = 0; b < locations.size(); ++b) {
    EBBTIDE_REQUIRE(scales[b] > 0.0 && degrees_of_freedom[b] > 0.0);
    const double z = (observed - locations[b]) / scales[b];
    logs[b] = log_density(z, degrees_of_freedom[b]) - std::log(scales[b]);
    if (!std::isfinite(logs[b])) throw NumericalError("log score: the outcome or a component is not finite");
    largest = std::max(largest, logs[b]);
  }
  double sum = 0.0;
  for (const double value : logs) sum += std::exp(value - largest);
  return -(largest + std::log(sum / static_cast<double>(locations.size())));
}

}  // namespace ebbtide
