#include "stats/linear_pool.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "stats/crps.h"

namespace ebbtide {
namespace {

double mean_distance(const std::vector<double>& samples, double to) {
  const double sum = std::accumulate(samples.begin(), samples.end(), 0.0,
                                     [to](double all, double sample) { return all + std::abs(sample - to); });
  return sum / static_cast<double>(samples.size());
}

// E|x - x'| / 2: what the fair score takes off the mean distance to any outcome.
double half_spread(const GroupedSamples& samples, const std::vector<double>& sorted, double outcome) {
  return mean_distance(sorted, outcome) - grouped_fair_crps(samples.values, samples.group_size, outcome);
}

std::vector<double> sorted_copy(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// E|x - y| = integral of F (1 - G) + G (1 - F), in one pass over both.
double cross_distance(const std::vector<double>& first, const std::vector<double>& second) {
  const auto first_count = static_cast<double>(first.size()), second_count = static_cast<double>(second.size());
  std::size_t below_first = 0, below_second = 0;
  double sum = 0.0, at = std::min(first.front(), second.front());
  while (below_first < first.size() || below_second < second.size()) {
    const bool from_first =
        below_second == second.size() || (below_first < first.size() && first[below_first] <= second[below_second]);
    const double next = from_first ? first[below_first] : second[below_second];
    const double f = static_cast<double>(below_first) / first_count;
    const double g = static_cast<double>(below_second) / second_count;
    sum += (next - at) * (f * (1.0 - g) + g * (1.0 - f));
    at = next;
    ++(from_first ? below_first : below_second);
  }
  return sum;
}

}  // namespace

double fair_cramer_distance(const GroupedSamples& first, const GroupedSamples& second) {
  EBBTIDE_REQUIRE(!first.values.empty() && !second.values.empty());
  const std::vector<double> x = sorted_copy(first.values), y = sorted_copy(second.values);
  const double centre = y[y.size() / 2];
  return cross_distance(x, y) - half_spread(first, x, centre) - half_spread(second, y, centre);
}

double pooled_score(const PooledForecast& forecast, double weight) {
  EBBTIDE_REQUIRE(weight >= 0.0 && weight <= 1.0);
  return weight * forecast.first_score + (1.0 - weight) * forecast.second_score -
         weight * (1.0 - weight) * forecast.distance;
}

double best_pool_weight(std::span<const PooledForecast> forecasts) {
  double ahead = 0.0, distance = 0.0;  // of the second's scores over the first's; sums
  for (const PooledForecast& forecast : forecasts) {
    ahead += forecast.second_score - forecast.first_score;
    distance += forecast.distance;
  }
  if (ahead == 0.0) return 0.5;
  if (distance <= 0.0) return ahead > 0.0 ? 1.0 : 0.0;
  return std::clamp(0.5 + 0.5 * ahead / distance, 0.0, 1.0);
}

}  // namespace ebbtide
