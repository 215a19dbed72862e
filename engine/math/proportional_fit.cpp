#include "math/proportional_fit.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr int kMostSweeps = 20000;
constexpr double kTolerance = 1e-10;  // of the largest sum: margins are met
constexpr double kReported =
    1e-4;  // of the largest sum: a margin is said to be unmet; at an edge the limit is neared slowly

double sum_of(const std::vector<double>& values, const MarginSum& margin) {
  double sum = 0.0;
  for (const std::size_t entry : margin.entries) sum += values[entry];
  return sum;
}

double largest_sum(const std::vector<MarginSum>& margins) {
  double largest = 0.0;
  for (const MarginSum& margin : margins) largest = std::max(largest, margin.sum);
  return largest;
}

bool all_met(const std::vector<double>& values, const std::vector<MarginSum>& margins, double slack) {
  return std::all_of(margins.begin(), margins.end(),
                     [&](const MarginSum& margin) { return std::abs(sum_of(values, margin) - margin.sum) <= slack; });
}

}  // namespace

ProportionalFit fit_proportionally(std::vector<double> seed, const std::vector<MarginSum>& margins) {
  for (const double value : seed) EBBTIDE_REQUIRE(value >= 0.0);
  for (const MarginSum& margin : margins) EBBTIDE_REQUIRE(margin.sum >= 0.0);
  ProportionalFit fit{std::move(seed), {}};
  const double largest = largest_sum(margins);
  for (int sweep = 0; sweep < kMostSweeps && !all_met(fit.values, margins, kTolerance * largest); ++sweep) {
    for (const MarginSum& margin : margins) {
      const double sum = sum_of(fit.values, margin);
      if (sum <= 0.0) continue;
      for (const std::size_t entry : margin.entries) fit.values[entry] *= margin.sum / sum;
    }
  }
  if (all_met(fit.values, margins, kReported * largest)) return fit;
  // One more sweep names every margin that the others have moved away from its sum, whatever the order.
  for (std::size_t i = 0; i < margins.size(); ++i) {
    const double sum = sum_of(fit.values, margins[i]);
    if (std::abs(sum - margins[i].sum) > kReported * largest) fit.unmet.push_back(i);
    if (sum <= 0.0) continue;
    for (const std::size_t entry : margins[i].entries) fit.values[entry] *= margins[i].sum / sum;
  }
  return fit;
}

}  // namespace ebbtide
