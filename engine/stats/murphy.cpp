#include "stats/murphy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/contract.h"

namespace ebbtide {
namespace {

// elementary(forecast, observed, threshold), averaged over the weeks whose forecast and outcome lie on different sides.
template <typename Elementary>
std::vector<double> curve(std::span<const double> forecasts, std::span<const double> observed,
                          std::span<const double> thresholds, Elementary elementary) {
  EBBTIDE_REQUIRE(!forecasts.empty() && forecasts.size() == observed.size());
  std::vector<double> means;
  means.reserve(thresholds.size());
  for (const double threshold : thresholds) {
    double sum = 0.0;
    for (std::size_t t = 0; t < forecasts.size(); ++t) {
      const double low = std::min(forecasts[t], observed[t]), high = std::max(forecasts[t], observed[t]);
      if (low <= threshold && threshold < high) sum += elementary(forecasts[t], observed[t], threshold);
    }
    means.push_back(sum / static_cast<double>(forecasts.size()));
  }
  return means;
}

}  // namespace

std::vector<double> murphy_quantile_curve(std::span<const double> forecasts, std::span<const double> observed,
                                          double level, std::span<const double> thresholds) {
  EBBTIDE_REQUIRE(level > 0.0 && level < 1.0);
  return curve(forecasts, observed, thresholds,
               [level](double x, double y, double) { return y < x ? 1.0 - level : level; });
}

std::vector<double> murphy_mean_curve(std::span<const double> forecasts, std::span<const double> observed,
                                      std::span<const double> thresholds) {
  return curve(forecasts, observed, thresholds,
               [](double, double y, double threshold) { return std::abs(y - threshold); });
}

}  // namespace ebbtide
