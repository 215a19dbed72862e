#include "stats/crps.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

// Sums over all samples of |x - y|, and over all pairs of |x - x'|.
struct Distances {
  double to_observed = 0.0;
  double between = 0.0;
};

template <typename Chain>
Distances distances(std::span<const double> sorted, double observed, Chain chain) {
  EBBTIDE_REQUIRE(std::is_sorted(sorted.begin(), sorted.end()));
  const double outcome = chain(observed);
  const auto count = static_cast<double>(sorted.size());
  Distances sums;
  double rank_weight = 1.0 - count;
  for (const double sample : sorted) {
    // From the outcome, so that a spread far smaller than the level keeps its digits.
    const double deviation = chain(sample) - outcome;
    sums.to_observed += std::abs(deviation);
    sums.between += rank_weight * deviation;
    rank_weight += 2.0;
  }
  return sums;
}

double checked(double score) {
  if (!std::isfinite(score)) throw NumericalError("CRPS: a sample or the outcome is not finite");
  return score;
}

template <typename Chain>
double chained_fair_crps(std::span<const double> sorted, double observed, Chain chain) {
  EBBTIDE_REQUIRE(sorted.size() >= 2);
  const auto count = static_cast<double>(sorted.size());
  // min and max may hide what is not finite.
  checked(sorted.front() + sorted.back() + observed);
  const Distances sums = distances(sorted, observed, chain);
  return checked(sums.to_observed / count - sums.between / (count * (count - 1.0)));
}

constexpr auto kUnchanged = [](double x) { return x; };

}  // namespace

double fair_crps(std::span<const double> sorted_samples, double observed) {
  return chained_fair_crps(sorted_samples, observed, kUnchanged);
}

double edf_crps(std::span<const double> sorted_samples, double observed) {
  EBBTIDE_REQUIRE(!sorted_samples.empty());
  const auto count = static_cast<double>(sorted_samples.size());
  const Distances sums = distances(sorted_samples, observed, kUnchanged);
  return checked(sums.to_observed / count - sums.between / (count * count));
}

double lower_tail_crps(std::span<const double> sorted_samples, double observed, double threshold) {
  EBBTIDE_REQUIRE(std::isfinite(threshold));
  return chained_fair_crps(sorted_samples, observed, [&](double x) { return std::min(x, threshold); });
}

double upper_tail_crps(std::span<const double> sorted_samples, double observed, double threshold) {
  EBBTIDE_REQUIRE(std::isfinite(threshold));
  return chained_fair_crps(sorted_samples, observed, [&](double x) { return std::max(x, threshold); });
}

double grouped_fair_crps(std::span<const double> samples, std::size_t group_size, double observed) {
  EBBTIDE_REQUIRE(group_size > 0 && samples.size() > group_size);
  for (const double sample : samples) checked(sample);
  std::vector<double> sorted(samples.begin(), samples.end());
  double between_in_groups = 0.0;
  double pairs = static_cast<double>(sorted.size()) * static_cast<double>(sorted.size() - 1);
  for (std::size_t first = 0; first < sorted.size(); first += group_size) {
    const std::size_t size = std::min(group_size, sorted.size() - first);
    const auto group = std::span(sorted).subspan(first, size);
    std::sort(group.begin(), group.end());
    between_in_groups += distances(group, observed, kUnchanged).between;
    pairs -= static_cast<double>(size) * static_cast<double>(size - 1);
  }
  std::sort(sorted.begin(), sorted.end());
  const Distances sums = distances(sorted, observed, kUnchanged);
  return checked(sums.to_observed / static_cast<double>(sorted.size()) - (sums.between - between_in_groups) / pairs);
}

}  // namespace ebbtide
