#include "stats/pilot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

void require_finite(float value) {
  if (!std::isfinite(value)) throw NumericalError("a simulated column is not finite");
}

}  // namespace

Pilot::Pilot(std::span<const float> values, std::span<const double> weights) {
  EBBTIDE_REQUIRE(weights.empty() || weights.size() == values.size());
  if (weights.empty()) {
    sort_equal(values);
  } else {
    sort_weighted(values, weights);
  }
}

void Pilot::sort_equal(std::span<const float> values) {
  EBBTIDE_REQUIRE(!values.empty());
  const auto count = static_cast<double>(values.size());
  double sum = 0.0;
  for (const float value : values) {
    require_finite(value);
    sum += static_cast<double>(value);
  }
  mean_ = sum / count;
  values_.assign(values.begin(), values.end());
  std::sort(values_.begin(), values_.end());
  shares_.resize(values.size());
  for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i] = static_cast<double>(i + 1) / count;
}

void Pilot::sort_weighted(std::span<const float> values, std::span<const double> weights) {
  std::vector<std::pair<float, double>> order;
  order.reserve(values.size());
  double total = 0.0, sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weights[i];
    if (!(weight > 0.0)) continue;
    require_finite(values[i]);
    order.emplace_back(values[i], weight);
    total += weight;
    sum += weight * static_cast<double>(values[i]);
  }
  EBBTIDE_REQUIRE(!order.empty());
  mean_ = sum / total;
  std::sort(order.begin(), order.end());
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
