#include "stats/pilot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {

Pilot::Pilot(std::span<const float> values, std::span<const double> weights) {
  EBBTIDE_REQUIRE(weights.empty() || weights.size() == values.size());
  std::vector<std::pair<float, double>> order;
  order.reserve(values.size());
  double total = 0.0, sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weights.empty() ? 1.0 : weights[i];
    if (!(weight > 0.0)) continue;
    if (!std::isfinite(values[i])) throw NumericalError("a simulated column is not finite");
    order.emplace_back(values[i], weight);
    total += weight;
    sum += weight * static_cast<double>(values[i]);
  }
  EBBTIDE_REQUIRE(!order.empty());
  mean_ = sum / total;
  std::sort(order.begin(), order.end());
  values_.reserve(order.size());
  shares_.reserve(order.size());
  double reached = 0.0;
  for (const auto& [value, weight] : order) {
    reached += weight;
    values_.push_back(value);
    shares_.push_back(reached / total);
  }
}

float Pilot::quantile(double share) const {
  const auto at = std::lower_bound(shares_.begin(), shares_.end() - 1, share);
  return values_[static_cast<std::size_t>(at - shares_.begin())];
}

}  // namespace ebbtide
