#include "stats/column_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "stats/group_pass.h"
#include "stats/grouped_error.h"
#include "stats/quantile_place.h"

namespace ebbtide {
namespace {

constexpr std::size_t kTailLevel = 1;
static_assert(kQuantileLevels[kTailLevel] == kShortfallLevel);

// How `count` paths fall into groups.
struct Grouping {
  std::size_t count = 0;
  std::size_t group_size = 0;

  // Standard error of the mean of a quantity over all samples, x_g summed over group g of size s_g: from
  // sum_g (x_g - mean s_g)^2 of the groups of the first `known` samples.
  double standard_error(const GroupedQuantity& x, std::size_t known) const {
    const std::size_t groups = (known + group_size - 1) / group_size;
    if (groups < 2) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(known), b = static_cast<double>(groups);
    const auto size = static_cast<double>(group_size);
    const double last_size = n - (b - 1.0) * size;
    const double mean = x.total / n;
    const double with_sizes = size * (x.total - x.last) + last_size * x.last;
    const double sizes = size * size * (b - 1.0) + last_size * last_size;
    const double squares = std::max(0.0, x.squares - 2.0 * mean * with_sizes + mean * mean * sizes);
    return std::sqrt(b / (b - 1.0) * squares) / std::sqrt(n * static_cast<double>(count));
  }
  double standard_error(const GroupedQuantity& x) const { return standard_error(x, count); }
};

// Quantiles of one column. Those of several levels are made known at once.
class Quantiles {
 public:
  explicit Quantiles(OrderStatistics& order) : order_(order) {}

  template <std::size_t kCount>
  void gather(const std::array<double, kCount>& probabilities) {
    std::array<std::size_t, 2 * kCount> ranks;
    for (std::size_t i = 0; i < kCount; ++i) {
      const QuantilePlace place(order_.size(), probabilities[i]);
      ranks[2 * i] = place.below;
      ranks[2 * i + 1] = place.above;
    }
    order_.gather(ranks);
  }

  double operator()(double probability) {
    const QuantilePlace place(order_.size(), probability);
    const auto [below, above] = order_.at(place.below, place.above);
    const double low = below;
    return low + place.share * (above - low);
  }

 private:
  OrderStatistics& order_;
};

// From the sum of min(y - quantile, 0): the samples below the quantile of the shortfall's level, corrected to the exact
// share of the lowest.
double shortfall_of(OrderStatistics& order, double quantile, double tail) {
  const auto n = static_cast<double>(order.size());
  const double share = kShortfallLevel * n;
  const auto below = static_cast<double>(QuantilePlace(order.size(), kShortfallLevel).below + 1);
  const std::size_t cut = static_cast<std::size_t>(share);
  order.gather({&cut, 1});
  return quantile + (tail + (share - below) * (order.at(cut) - quantile)) / share;
}

// The quantile levels, and as far to each side as their error mostly reaches where paths tell of one another nothing.
using LevelsAndEnds = std::array<double, 3 * kQuantileLevels.size()>;
LevelsAndEnds likely_levels(std::size_t count) {
  LevelsAndEnds levels;
  for (std::size_t i = 0; i < kQuantileLevels.size(); ++i) {
    const double level = kQuantileLevels[i];
    const double reach = 1.1 * std::sqrt(level * (1.0 - level) / static_cast<double>(count));
    levels[3 * i] = level;
    levels[3 * i + 1] = std::max(level - reach, 0.0);
    levels[3 * i + 2] = std::min(level + reach, 1.0);
  }
  return levels;
}

Estimate standard_deviation(const Grouping& grouping, const GroupPassSums& sums, bool constant) {
  const auto n = static_cast<double>(grouping.count);
  const double error = grouping.standard_error(sums.square);
  const double squares = sums.square.total - sums.deviation * sums.deviation / n;
  const double value = constant ? 0.0 : std::sqrt(std::max(squares, 0.0) / (n - 1.0));
  // Influence ((y - mean)^2 - variance) / (2 sd); a constant column has none.
  return {value, value > 0.0 ? error / (2.0 * value) : std::min(error, 0.0)};
}

}  // namespace

ColumnSummary summarise_column(std::span<const float> samples, std::span<const double> group_sums,
                               std::size_t group_size, SummaryScratch& scratch) {
  EBBTIDE_REQUIRE(!samples.empty() && group_size > 0);
  EBBTIDE_REQUIRE(group_sums.size() == (samples.size() + group_size - 1) / group_size);
  OrderStatistics& order = scratch.order_;
  order.assign(samples);
  if (!std::isfinite(order.lowest()) || !std::isfinite(order.highest()))
    throw NumericalError("a simulated column is not finite");

  ColumnSummary summary;
  summary.mean = grouped_mean(group_sums, samples.size(), group_size);
  Quantiles quantile(order);
  quantile.gather(likely_levels(samples.size()));
  GroupPassInput input;
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    summary.quantiles[level].value = quantile(kQuantileLevels[level]);
    input.thresholds[level] = float_at_or_below(summary.quantiles[level].value);
  }
  input.centre = summary.mean.value;
  input.tail_threshold = summary.quantiles[kTailLevel].value;
  const GroupPassSums sums = group_pass(samples, group_size, input);
  const Grouping grouping{samples.size(), group_size};

  summary.standard_deviation = standard_deviation(grouping, sums, order.lowest() == order.highest());
  std::array<double, kQuantileLevels.size()> errors;
  std::array<double, 2 * kQuantileLevels.size()> ends;
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    errors[level] = grouping.standard_error(sums.counted.below[level], sums.counted.samples);
    const double reach = errors[level] > 0.0 ? errors[level] : 0.0;
    ends[2 * level] = kQuantileLevels[level] - reach;
    ends[2 * level + 1] = kQuantileLevels[level] + reach;
  }
  quantile.gather(ends);
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level)
    summary.quantiles[level].standard_error = quantile_error(quantile, kQuantileLevels[level], errors[level]);
  // Influence min(y - q, 0) / a + q - shortfall.
  summary.shortfall = {shortfall_of(order, input.tail_threshold, sums.tail.total),
                       grouping.standard_error(sums.tail) / kShortfallLevel};
  return summary;
}

BelowCount count_below(std::span<const float> samples, double value) {
  EBBTIDE_REQUIRE(samples.size() < std::numeric_limits<std::uint32_t>::max());
  const float last = float_at_or_below(value);
  std::uint32_t at_or_below = 0, equal = 0;  // as wide as samples, so that the loop becomes vectors
  for (const float sample : samples) {
    at_or_below += sample <= last ? 1u : 0u;
    equal += sample == last ? 1u : 0u;
  }
  if (static_cast<double>(last) != value) equal = 0;
  return {at_or_below - equal, equal};
}

double fraction_below(std::span<const float> samples, double value) {
  EBBTIDE_REQUIRE(!samples.empty());
  const BelowCount count = count_below(samples, value);
  return (static_cast<double>(count.below) + 0.5 * static_cast<double>(count.equal)) /
         static_cast<double>(samples.size());
}

}  // namespace ebbtide
