#include "stats/column_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "stats/group_pass.h"
#include "stats/grouped_error.h"

namespace ebbtide {
namespace {

constexpr std::size_t kTailLevel = 1;
static_assert(kQuantileLevels[kTailLevel] == kShortfallLevel);

// How `count` paths fall into groups.
struct Grouping {
  std::size_t count = 0;
  std::size_t group_size = 0;

  std::size_t groups() const { return (count + group_size - 1) / group_size; }

  // Standard error of the mean of a quantity, x_g summed over group g of size s_g: from sum_g (x_g - mean s_g)^2.
  double standard_error(const GroupedQuantity& x) const {
    const auto n = static_cast<double>(count), b = static_cast<double>(groups());
    const auto size = static_cast<double>(group_size);
    if (groups() < 2) return std::numeric_limits<double>::quiet_NaN();
    const double last_size = n - (b - 1.0) * size;
    const double mean = x.total / n;
    const double with_sizes = size * (x.total - x.last) + last_size * x.last;
    const double sizes = size * size * (b - 1.0) + last_size * last_size;
    const double squares = std::max(0.0, x.squares - 2.0 * mean * with_sizes + mean * mean * sizes);
    return std::sqrt(b / (b - 1.0) * squares) / n;
  }
};

// Type 7 quantile, continued to all p by clamping to [0, 1].
double quantile_of(SortedFloats& sorted, double probability) {
  const double rank = static_cast<double>(sorted.size() - 1) * std::clamp(probability, 0.0, 1.0);
  const auto below = std::min(static_cast<std::size_t>(rank), sorted.size() - 1);
  const auto above = std::min(below + 1, sorted.size() - 1);
  const double low = sorted.at(below);
  return low + (rank - static_cast<double>(below)) * (sorted.at(above) - low);
}

double shortfall_of(SortedFloats& sorted) {
  const double weight = kShortfallLevel * static_cast<double>(sorted.size());
  const auto whole = static_cast<std::size_t>(weight);
  const double sum = sorted.sum_of_lowest(whole) + (weight - static_cast<double>(whole)) * sorted.at(whole);
  return sum / weight;
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
  const Grouping grouping{samples.size(), group_size};
  EBBTIDE_REQUIRE(!samples.empty() && group_size > 0 && group_sums.size() == grouping.groups());
  SortedFloats& sorted = scratch.sorted_;
  sorted.assign(samples);
  const float lowest = sorted.at(0), highest = sorted.at(sorted.size() - 1);
  if (!std::isfinite(lowest) || !std::isfinite(highest)) throw NumericalError("a simulated column is not finite");

  ColumnSummary summary;
  summary.mean = grouped_mean(group_sums, samples.size(), group_size);
  GroupPassInput input;
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    summary.quantiles[level].value = quantile_of(sorted, kQuantileLevels[level]);
    input.thresholds[level] = float_at_or_below(summary.quantiles[level].value);
  }
  input.centre = summary.mean.value;
  input.tail_threshold = summary.quantiles[kTailLevel].value;
  const GroupPassSums sums = group_pass(samples, group_size, input);

  summary.standard_deviation = standard_deviation(grouping, sums, lowest == highest);
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    const double cdf_error = grouping.standard_error(sums.below[level]);
    summary.quantiles[level].standard_error =
        quantile_error([&](double p) { return quantile_of(sorted, p); }, kQuantileLevels[level], cdf_error);
  }
  // Influence min(y - q, 0) / a + q - shortfall.
  summary.shortfall = {shortfall_of(sorted), grouping.standard_error(sums.tail) / kShortfallLevel};
  return summary;
}

double fraction_below(std::span<const float> samples, double value) {
  EBBTIDE_REQUIRE(!samples.empty());
  std::size_t below = 0, equal = 0;
  for (const float sample : samples) {
    below += sample < value ? 1 : 0;
    equal += sample == value ? 1 : 0;
  }
  return (static_cast<double>(below) + 0.5 * static_cast<double>(equal)) / static_cast<double>(samples.size());
}

}  // namespace ebbtide
