#include "stats/interval_score.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/contract.h"
#include "core/error.h"
#include "stats/sample_quantile.h"

namespace ebbtide {
namespace {

double checked(double score) {
  if (!std::isfinite(score)) throw NumericalError("interval score: a quantile or the outcome is not finite");
  return score;
}

}  // namespace

double pinball_loss(double quantile, double level, double observed) {
  EBBTIDE_REQUIRE(level > 0.0 && level < 1.0);
  return checked(((observed <= quantile ? 1.0 : 0.0) - level) * (quantile - observed));
}

double interval_score(double lower, double upper, double coverage, double observed) {
  EBBTIDE_REQUIRE(coverage > 0.0 && coverage < 1.0 && !(upper < lower));
  const double outside = std::max(lower - observed, 0.0) + std::max(observed - upper, 0.0);
  checked(observed);
  return checked((upper - lower) + 2.0 / (1.0 - coverage) * outside);
}

double weighted_interval_score(std::span<const double> levels, std::span<const double> quantiles, double observed) {
  EBBTIDE_REQUIRE(!levels.empty() && levels.size() == quantiles.size());
  EBBTIDE_REQUIRE(std::is_sorted(levels.begin(), levels.end()));
  EBBTIDE_REQUIRE(std::is_sorted(quantiles.begin(), quantiles.end()));
  double sum = 0.0;
  for (std::size_t i = 0; i < levels.size(); ++i) sum += 2.0 * pinball_loss(quantiles[i], levels[i], observed);
  return sum / static_cast<double>(levels.size());
}

double hub_interval_score(std::span<const double> sorted_samples, double observed) {
  std::array<double, kHubLevels.size()> quantiles;
  for (std::size_t i = 0; i < kHubLevels.size(); ++i) quantiles[i] = sample_quantile(sorted_samples, kHubLevels[i]);
  return weighted_interval_score(kHubLevels, quantiles, observed);
}

}  // namespace ebbtide
