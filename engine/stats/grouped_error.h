// Standard errors from sums over theta groups (internal to engine/stats): the group is the unit.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace ebbtide {

// sqrt(B / (B - 1) sum_b deviation(b)^2) / weight, the deviations being a group's sums of weight times influence; NaN
// for a single group, which tells nothing about the spread between groups.
template <typename Deviation>
double error_of_deviations(std::size_t groups, double weight, Deviation deviation) {
  if (groups < 2) return std::numeric_limits<double>::quiet_NaN();
  double squares = 0.0;
  for (std::size_t group = 0; group < groups; ++group) {
    const double of_group = deviation(group);
    squares += of_group * of_group;
  }
  const auto b = static_cast<double>(groups);
  return std::sqrt(b / (b - 1.0) * squares) / weight;
}

// Standard error of a mean from sums of `of(group)`, whatever they are sums of. share(group): the group's share of the
// weight of all paths; weight: that of all.
template <typename Share, typename Of>
double grouped_standard_error(std::size_t groups, double weight, Share share, Of of) {
  double total = 0.0;
  for (std::size_t group = 0; group < groups; ++group) total += of(group);
  return error_of_deviations(groups, weight, [&](std::size_t group) { return of(group) - total * share(group); });
}

// Error of a quantile from that of the distribution function at it, carried through the quantile function.
template <typename Quantile>
double quantile_error(Quantile quantile, double level, double cdf_error) {
  if (!(cdf_error > 0.0)) return cdf_error;
  const double low = std::max(level - cdf_error, 0.0);
  const double high = std::min(level + cdf_error, 1.0);
  if (!(high > low)) return 0.0;  // an error of rounding alone, which the level's own digits swallow
  return cdf_error * (quantile(high) - quantile(low)) / (high - low);
}

// The largest float at or below the value: for a float x, x <= value exactly when x <= it.
inline float float_at_or_below(double value) {
  const auto nearest = static_cast<float>(value);
  return nearest > value ? std::nextafter(nearest, -std::numeric_limits<float>::infinity()) : nearest;
}

}  // namespace ebbtide
