#include "stats/sample_quantile.h"

#include <algorithm>
#include <cstddef>

#include "core/contract.h"

namespace ebbtide {

double sample_quantile(std::span<const double> sorted_samples, double level) {
  EBBTIDE_REQUIRE(!sorted_samples.empty() && level >= 0.0 && level <= 1.0);
  const double rank = level * static_cast<double>(sorted_samples.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted_samples.size() - 1);
  const double low = sorted_samples[below];
  return low + (rank - static_cast<double>(below)) * (sorted_samples[above] - low);
}

double sample_shortfall(std::span<const double> sorted_samples, double level) {
  EBBTIDE_REQUIRE(!sorted_samples.empty() && level > 0.0 && level <= 1.0);
  const double weight = level * static_cast<double>(sorted_samples.size());
  const auto whole = static_cast<std::size_t>(weight);
  double sum = 0.0;
  for (const double sample : sorted_samples.first(whole)) sum += sample;
  if (whole < sorted_samples.size()) sum += (weight - static_cast<double>(whole)) * sorted_samples[whole];
  return sum / weight;
}

}  // namespace ebbtide
