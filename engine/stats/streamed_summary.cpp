#include "stats/streamed_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "stats/grouped_error.h"

namespace ebbtide {
namespace {

constexpr std::size_t kTailLevel = 1;
static_assert(kQuantileLevels[kTailLevel] == kShortfallLevel);

// x + factor y, with the sum of products of both.
GroupMoment combined(const GroupMoment& x, double factor, const GroupMoment& y, double products) {
  return {x.total + factor * y.total, x.squares + 2.0 * factor * products + factor * factor * y.squares,
          x.with_weight + factor * y.with_weight};
}

// Standard error of the mean over all paths of x, known of some groups.
double standard_error(const GroupTotals& all, const GroupTotals& some, const GroupMoment& x) {
  return some.deviation(x) / std::sqrt(some.weight * all.weight);
}

// Error of the distribution function by its value: as a multiple of the binomial spread, linear between the levels
// where it was taken.
class CdfError {
 public:
  CdfError(const GroupTotals& groups, const ColumnMoments::Counted& counted) {
    for (const GroupMoment& below : counted.below) {
      const double share = below.total / counted.groups.weight;
      if (!(share > 0.0 && share < 1.0) || (!shares_.empty() && share <= shares_.back())) continue;
      shares_.push_back(share);
      ratios_.push_back(standard_error(groups, counted.groups, below) / std::sqrt(share * (1.0 - share)));
    }
  }

  double at(double probability) const {
    if (shares_.empty()) return 0.0;
    const auto above = std::upper_bound(shares_.begin(), shares_.end(), probability);
    const auto next = static_cast<std::size_t>(above - shares_.begin());
    double ratio = next == 0 ? ratios_.front() : ratios_[next - 1];
    if (next > 0 && next < shares_.size()) {
      const double way = (probability - shares_[next - 1]) / (shares_[next] - shares_[next - 1]);
      ratio += way * (ratios_[next] - ratios_[next - 1]);
    }
    return ratio * std::sqrt(probability * (1.0 - probability));
  }

 private:
  std::vector<double> shares_, ratios_;
};

Estimate standard_deviation(const GroupTotals& groups, const ColumnMoments& moments, ValueRange range) {
  const double shift = moments.deviation.total / groups.weight;  // of the mean from the centre
  // (y - mean)^2 is d^2 - 2 shift d and a constant, which has no error.
  const GroupMoment squares = combined(moments.square, -2.0 * shift, moments.deviation, moments.square_deviation);
  const double variance = std::max(moments.square.total - shift * moments.deviation.total, 0.0) / groups.weight;
  constexpr double kLeastExcess = 1e-9;
  const double excess = groups.effective_count - 1.0;
  const bool none = range.least == range.greatest || excess < kLeastExcess;
  const double value = none ? 0.0 : std::sqrt(variance * (groups.effective_count / excess));
  const double error = groups.deviation(squares) / groups.weight;
  return {value, value > 0.0 ? error / (2.0 * value) : std::min(error, 0.0)};
}

}  // namespace

double GroupTotals::deviation(const GroupMoment& x) const {
  if (groups < 2) return std::numeric_limits<double>::quiet_NaN();
  const double mean = x.total / weight, b = static_cast<double>(groups);
  const double squares = x.squares - 2.0 * mean * x.with_weight + mean * mean * weight_squares;
  return std::sqrt(b / (b - 1.0) * std::max(squares, 0.0));
}

Estimate GroupTotals::mean(const GroupMoment& x) const {
  return {x.total / weight, deviation(x) / weight};
}

ColumnMoments moments_of(const GroupPassSums& sums, std::size_t count, std::size_t group_size) {
  EBBTIDE_REQUIRE(count > 0 && group_size > 0);
  const auto size = static_cast<double>(group_size);
  // Of the first `of` samples, whose last group may be short.
  const auto last_size = [&](std::size_t of) {
    const std::size_t full = (of - 1) / group_size * group_size;
    return static_cast<double>(of - full);
  };
  const auto moment = [&](const GroupedQuantity& x, std::size_t of) {
    return GroupMoment{x.total, x.squares, size * (x.total - x.last) + last_size(of) * x.last};
  };
  ColumnMoments moments;
  moments.deviation = moment(sums.given, count);
  moments.square = moment(sums.square, count);
  moments.tail = moment(sums.tail, count);
  moments.square_deviation = sums.square_given;
  ColumnMoments::Counted& counted = moments.counted;
  const std::size_t known = sums.counted.samples;
  const double last = last_size(known);
  counted.groups.groups = (known + group_size - 1) / group_size;
  counted.groups.weight = static_cast<double>(known);
  counted.groups.weight_squares = size * (counted.groups.weight - last) + last * last;
  for (std::size_t level = 0; level < counted.below.size(); ++level)
    counted.below[level] = moment(sums.counted.below[level], known);
  counted.tail = moment(sums.counted.tail, known);
  counted.tail_below = sums.counted.tail_below;
  return moments;
}

void add_group(const WeightedSums& sums, ColumnMoments& moments) {
  moments.deviation.add(sums.deviation, sums.weight);
  moments.square.add(sums.square, sums.weight);
  moments.tail.add(sums.tail, sums.weight);
  moments.square_deviation += sums.square * sums.deviation;
  ColumnMoments::Counted& counted = moments.counted;
  counted.groups.add(sums.weight);
  for (std::size_t level = 0; level < sums.below.size(); ++level)
    counted.below[level].add(sums.below[level], sums.weight);
  counted.tail.add(sums.tail, sums.weight);
  counted.tail_below += sums.tail * sums.below[kTailLevel];
}

GroupPassInput pilot_thresholds(const Pilot& pilot) {
  GroupPassInput input;
  input.centre = pilot.mean();
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level)
    input.thresholds[level] = pilot.quantile(kQuantileLevels[level]);
  input.tail_threshold = static_cast<double>(input.thresholds[kTailLevel]);
  return input;
}

ColumnSummary streamed_summary(const GroupTotals& groups, const ColumnMoments& moments, const GroupPassInput& input,
                               const BinnedOrder& order, ValueRange range, const QuantileValues* exact) {
  if (!std::isfinite(range.least) || !std::isfinite(range.greatest))
    throw NumericalError("a simulated column is not finite");
  ColumnSummary summary;
  summary.mean = groups.mean(moments.deviation);
  summary.mean.value += input.centre;
  summary.standard_deviation = standard_deviation(groups, moments, range);
  const auto quantile = [&](double p) { return order.quantile(p, groups.effective_count); };
  const CdfError error(groups, moments.counted);
  for (std::size_t level = 0; level < kQuantileLevels.size(); ++level) {
    const double p = kQuantileLevels[level];
    summary.quantiles[level] = {exact != nullptr ? (*exact)[level] : quantile(p),
                                quantile_error(quantile, p, error.at(p))};
  }
  // The sum of min(y - x, 0) falls by the weight below x as x grows.
  const double q = summary.quantiles[kTailLevel].value, gap = q - input.tail_threshold;
  const double unit = groups.weight / order.total();
  const double tail = moments.tail.total - unit * order.integral(input.tail_threshold, q);
  const ColumnMoments::Counted& counted = moments.counted;
  const GroupMoment carried = combined(counted.tail, -gap, counted.below[kTailLevel], counted.tail_below);
  const double before = counted.groups.deviation(counted.tail), after = counted.groups.deviation(carried);
  summary.shortfall = {
      q + tail / (kShortfallLevel * groups.weight),
      groups.deviation(moments.tail) / groups.weight / kShortfallLevel * (before > 0.0 ? after / before : 1.0)};
  return summary;
}

}  // namespace ebbtide
