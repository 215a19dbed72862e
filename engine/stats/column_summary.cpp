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
  std::size_t size(std::size_t group) const { return std::min(group_size, count - group * group_size); }
};

// Standard error of a mean from sums of `of(group)` over samples that all count the same.
template <typename Of>
double standard_error(const Grouping& grouping, Of of) {
  const auto n = static_cast<double>(grouping.count);
  const auto share = [&](std::size_t group) { return static_cast<double>(grouping.size(group)) / n; };
  return grouped_standard_error(grouping.groups(), n, share, of);
}

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

Estimate standard_deviation(const Grouping& grouping, std::span<const GroupSums> groups, bool constant) {
  double deviation = 0.0, square = 0.0;
  for (const GroupSums& group : groups) {
    deviation += group.deviation;
    square += group.square;
  }
  const auto n = static_cast<double>(grouping.count);
  const double error = standard_error(grouping, [&](std::size_t group) { return groups[group].square; });
  const double value = constant ? 0.0 : std::sqrt(std::max(square - deviation * deviation / n, 0.0) / (n - 1.0));
  // Influence ((y - mean)^2 - variance) / (2 sd); a constant column has none.
  return {value, value > 0.0 ? error / (2.0 * value) : std::min(error, 0.0)};
}

}  // namespace

SummaryScratch::SummaryScratch() = default;
SummaryScratch::~SummaryScratch() = default;
SummaryScratch::SummaryScratch(SummaryScratch&&) noexcept = default;
SummaryScratch& SummaryScratch::operator=(SummaryScratch&&) noexcept = default;

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
  scratch.groups_.resize(grouping.groups());
  const std::vector<GroupSums>& groups = scratch.groups_;
  group_pass(samples, group_size, input, scratch.groups_);

  summary.standard_deviation = standard_deviation(grouping, groups, lowest == highest);
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    const double cdf_error =
        standard_error(grouping, [&](std::size_t group) { return static_cast<double>(groups[group].below[level]); });
    summary.quantiles[level].standard_error =
        quantile_error([&](double p) { return quantile_of(sorted, p); }, kQuantileLevels[level], cdf_error);
  }
  // Influence min(y - q, 0) / a + q - shortfall.
  summary.shortfall = {shortfall_of(sorted), standard_error(grouping, [&](std::size_t group) {
                                               return groups[group].tail;
                                             }) / kShortfallLevel};
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
