// Summary of a column that is read once and not kept. Mean and standard deviation are those of column_summary.h and
// weighted_summary.h but for rounding; quantiles are read off bins (pilot_bins.h) and the shortfall off the sum below
// a threshold near its quantile, carried to the quantile by the bins between.
//
// Standard errors need sums over theta groups around the mean and the quantiles, which are not known while the column
// is read. They are taken around the pilot's: the ones of mean, standard deviation and shortfall are then carried over
// by sums of products (the shortfall's by their ratio in the groups that are counted in), that of the distribution
// function at a quantile by its ratio to p (1 - p), linear between the pilot's quantiles.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "stats/binned_order.h"
#include "stats/column_summary.h"
#include "stats/group_pass.h"
#include "stats/pilot.h"
#include "stats/weighted_pass.h"

namespace ebbtide {

// Sums over groups of a quantity x_g: of x_g, of x_g^2, and of x_g times the group's weight.
struct GroupMoment {
  double total = 0.0;
  double squares = 0.0;
  double with_weight = 0.0;

  void add(double of_group, double weight) {
    total += of_group;
    squares += of_group * of_group;
    with_weight += of_group * weight;
  }
};

// Some groups, or all of them.
struct GroupTotals {
  std::size_t groups = 0;
  double weight = 0.0;  // paths, where they weigh the same
  double weight_squares = 0.0;
  double effective_count = 0.0;  // of paths

  void add(double group_weight) {
    ++groups;
    weight += group_weight;
    weight_squares += group_weight * group_weight;
  }

  // Standard error of the mean of x over all paths, times their weight.
  double deviation(const GroupMoment& x) const;
  Estimate mean(const GroupMoment& x) const;
};

struct ColumnMoments {
  GroupMoment deviation, square, tail;
  double square_deviation = 0.0;  // sum over groups of square times deviation

  // Of the groups that errors of quantiles are judged by.
  struct Counted {
    GroupTotals groups;
    std::array<GroupMoment, kQuantileLevels.size()> below{};
    GroupMoment tail;
    double tail_below = 0.0;  // of tail times the weight below the shortfall's level
  } counted;
};

// Where paths weigh the same: the pass was given groups' sums.
ColumnMoments moments_of(const GroupPassSums& sums, std::size_t count, std::size_t group_size);
// sums.deviation: from samples not yet rounded, where they are known.
void add_group(const WeightedSums& sums, ColumnMoments& moments);

// Centre and thresholds of a column's pass: mean and quantiles of its pilot.
GroupPassInput pilot_thresholds(const Pilot& pilot);

using QuantileValues = std::array<double, kQuantileLevels.size()>;

// exact: quantiles known better than from the order; their errors stay those of the order.
ColumnSummary streamed_summary(const GroupTotals& groups, const ColumnMoments& moments, const GroupPassInput& input,
                               const BinnedOrder& order, ValueRange range, const QuantileValues* exact = nullptr);

}  // namespace ebbtide
