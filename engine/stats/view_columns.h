// Probability and quantile views as bounds on the mean of an indicator.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "stats/tilt_column.h"

namespace ebbtide {

// Where a quantity lies relative to a level.
enum class Region { below, at_or_below, above, at_or_above };

// 1 where the value lies in the region, else 0; by path.
std::vector<float> indicator_column(std::span<const float> values, Region region, double level);

// A bound with the column it is about. Valid while this object lives and does not move.
struct IndicatorView {
  std::vector<float> column;
  double at_least = -std::numeric_limits<double>::infinity();  // probability
  double at_most = std::numeric_limits<double>::infinity();
  MomentBound bound() const { return {std::span<const float>(column), at_least, at_most}; }
};

// The p quantile of the values inside [at_least, at_most], 0 < p < 1; an infinite end asks for nothing:
//   at least v: P(X < v) <= p,   at most v: P(X <= v) >= p.
// Equal ends pin it; where no path lies at v that makes P(X <= v) = p. The quantile that a summary then states lies
// within about one effective sample's share of weight of v.
std::vector<IndicatorView> quantile_views(std::span<const float> values, double probability, double at_least,
                                          double at_most);

}  // namespace ebbtide
