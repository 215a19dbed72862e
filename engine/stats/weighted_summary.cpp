#include "stats/weighted_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "stats/grouped_error.h"
#include "stats/weighted_order.h"
#include "stats/weighted_pass.h"

namespace ebbtide {
namespace {

constexpr std::size_t kTailLevel = 1;
static_assert(kQuantileLevels[kTailLevel] == kShortfallLevel);

struct WeightedGroups {
  std::span<const WeightedSums> sums;
  double weight = 0.0;  // of all

  template <typename Of>
  double standard_error(Of of) const {
    const auto share = [&](std::size_t group) { return sums[group].weight / weight; };
    return grouped_standard_error(sums.size(), weight, share, [&](std::size_t group) { return of(sums[group]); });
  }
};

Estimate weighted_mean(std::span<const double> group_sums, const WeightedGroups& groups) {
  const double mean = std::accumulate(group_sums.begin(), group_sums.end(), 0.0) / groups.weight;
  const double error = error_of_deviations(group_sums.size(), groups.weight, [&](std::size_t group) {
    return group_sums[group] - mean * groups.sums[group].weight;
  });
  return {mean, error};
}

// Closer to one effective sample than this there is no spread to estimate.
constexpr double kLeastExcess = 1e-9;

Estimate standard_deviation(const WeightedGroups& groups, double effective_count, bool constant) {
  double deviation = 0.0, square = 0.0;
  for (const WeightedSums& group : groups.sums) {
    deviation += group.deviation;
    square += group.square;
  }
  const double error = groups.standard_error([](const WeightedSums& group) { return group.square; });
  const double variance = std::max(square - deviation * deviation / groups.weight, 0.0) / groups.weight;
  const double excess = effective_count - 1.0;
  const bool none = constant || excess < kLeastExcess;
  const double value = none ? 0.0 : std::sqrt(variance * (effective_count / excess));
  // Influence ((y - mean)^2 - variance) / (2 sd); a constant column has none.
  return {value, value > 0.0 ? error / (2.0 * value) : std::min(error, 0.0)};
}

void check(std::span<const float> samples, std::span<const double> group_sums, std::span<const double> weights,
           std::size_t group_size) {
  EBBTIDE_REQUIRE(group_size > 0 && weights.size() == samples.size());
  EBBTIDE_REQUIRE(group_sums.size() == (samples.size() + group_size - 1) / group_size);
}

}  // namespace

struct WeightedSummaryScratch::Memory {
  SummaryScratch unweighted;
  KeptSamples kept;
  WeightedOrder order;
  std::vector<WeightedSums> groups;
};

WeightedSummaryScratch::WeightedSummaryScratch() : memory_(std::make_unique<Memory>()) {}
WeightedSummaryScratch::~WeightedSummaryScratch() = default;
WeightedSummaryScratch::WeightedSummaryScratch(WeightedSummaryScratch&&) noexcept = default;
WeightedSummaryScratch& WeightedSummaryScratch::operator=(WeightedSummaryScratch&&) noexcept = default;

ColumnSummary summarise_column(std::span<const float> samples, std::span<const double> group_sums,
                               std::span<const double> weights, std::size_t group_size,
                               WeightedSummaryScratch& scratch) {
  if (weights.empty()) return summarise_column(samples, group_sums, group_size, scratch.memory_->unweighted);
  check(samples, group_sums, weights, group_size);
  KeptSamples& kept = scratch.memory_->kept;
  keep_weighted(samples, weights, group_size, kept);
  EBBTIDE_REQUIRE(kept.count > 0);
  WeightedOrder& order = scratch.memory_->order;
  order.assign(std::span(kept.samples).first(kept.count), std::span(kept.weights).first(kept.count));
  if (!std::isfinite(order.lowest()) || !std::isfinite(order.highest()))
    throw NumericalError("a simulated column is not finite");

  ColumnSummary summary;
  GroupPassInput input;
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    summary.quantiles[level].value = order.quantile(kQuantileLevels[level]);
    input.thresholds[level] = float_at_or_below(summary.quantiles[level].value);
  }
  input.centre = std::accumulate(group_sums.begin(), group_sums.end(), 0.0) / order.total();
  input.tail_threshold = summary.quantiles[kTailLevel].value;
  std::vector<WeightedSums>& sums = scratch.memory_->groups;
  sums.resize(group_sums.size());
  weighted_pass(kept, input, sums);

  WeightedGroups groups{sums, 0.0};
  for (const WeightedSums& group : sums) groups.weight += group.weight;
  summary.mean = weighted_mean(group_sums, groups);
  summary.standard_deviation = standard_deviation(groups, order.effective_count(), order.lowest() == order.highest());
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    const double cdf_error = groups.standard_error([level](const WeightedSums& group) { return group.below[level]; });
    summary.quantiles[level].standard_error =
        quantile_error([&](double p) { return order.quantile(p); }, kQuantileLevels[level], cdf_error);
  }
  // Influence min(y - q, 0) / a + q - shortfall.
  summary.shortfall = {order.mean_between(0.0, kShortfallLevel * order.total()),
                       groups.standard_error([](const WeightedSums& group) { return group.tail; }) / kShortfallLevel};
  return summary;
}

double fraction_below(std::span<const float> samples, std::span<const double> weights, double value) {
  if (weights.empty()) return fraction_below(samples, value);
  EBBTIDE_REQUIRE(weights.size() == samples.size());
  double below = 0.0, equal = 0.0, total = 0.0;
  for (std::size_t path = 0; path < samples.size(); ++path) {
    below += samples[path] < value ? weights[path] : 0.0;
    equal += samples[path] == value ? weights[path] : 0.0;
    total += weights[path];
  }
  EBBTIDE_REQUIRE(total > 0.0);
  return (below + 0.5 * equal) / total;
}

}  // namespace ebbtide
