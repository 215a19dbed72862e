#include "stats/diebold_mariano.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"
#include "stats/mean.h"

namespace ebbtide {
namespace {

double autocovariance(std::span<const double> values, double mean, std::size_t lag) {
  double sum = 0.0;
  for (std::size_t t = lag; t < values.size(); ++t) sum += (values[t] - mean) * (values[t - lag] - mean);
  return sum / static_cast<double>(values.size());
}

double long_run_variance(std::span<const double> values, double mean, int horizon, LongRunVarianceKernel kernel) {
  double variance = autocovariance(values, mean, 0);
  for (int lag = 1; lag < horizon; ++lag) {
    const double weight = kernel == LongRunVarianceKernel::bartlett ? 1.0 - static_cast<double>(lag) / horizon : 1.0;
    variance += 2.0 * weight * autocovariance(values, mean, static_cast<std::size_t>(lag));
  }
  return variance;
}

bool all_equal(std::span<const double> values) {
  for (const double value : values) {
    if (value != values.front()) return false;
  }
  return true;
}

}  // namespace

DieboldMarianoTest diebold_mariano_test(std::span<const double> differences, int horizon) {
  EBBTIDE_REQUIRE(differences.size() >= 2 && horizon >= 1);
  EBBTIDE_REQUIRE(static_cast<std::size_t>(horizon) < differences.size());
  DieboldMarianoTest test;
  test.mean_difference = mean(differences);
  if (!std::isfinite(test.mean_difference)) throw NumericalError("Diebold-Mariano: a difference is not finite");
  if (all_equal(differences)) {
    if (test.mean_difference == 0.0) return test;
    test.statistic = std::copysign(std::numeric_limits<double>::infinity(), test.mean_difference);
    test.corrected_statistic = test.statistic;
    test.p_value = 0.0;
    return test;
  }
  test.long_run_variance = long_run_variance(differences, test.mean_difference, horizon, test.kernel);
  if (!(test.long_run_variance > 0.0)) {
    test.kernel = LongRunVarianceKernel::bartlett;
    test.long_run_variance = long_run_variance(differences, test.mean_difference, horizon, test.kernel);
  }
  const auto n = static_cast<double>(differences.size()), h = static_cast<double>(horizon);
  test.statistic = test.mean_difference / std::sqrt(test.long_run_variance / n);
  test.corrected_statistic = test.statistic * std::sqrt((n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n);
  test.p_value = 2.0 * student_t_cdf(-std::abs(test.corrected_statistic), n - 1.0);
  return test;
}

}  // namespace ebbtide
