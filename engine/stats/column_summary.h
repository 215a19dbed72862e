// Summary of one column of simulated samples, with standard errors that know the samples come in theta groups.
//
// Quantile p: linear interpolation between order statistics at 1 + (n - 1) p (Hyndman and Fan 1996, type 7).
// Shortfall at level a: mean of the lowest a n samples, the last one counted in part (Acerbi and Tasche 2002).
// Standard errors (docs/methods.md): the group is the unit. With psi_i the influence of sample i on the statistic,
//   se^2 = B / (B - 1) sum_b (sum_{i in b} psi_i / n)^2.
// That of a quantile's empirical CDF is taken over the first 4,096 groups and scaled by the root of their share of the
// samples (docs/decisions/0012-errors-of-quantiles.md).
// A quantile's error is that of the empirical CDF at it, carried through the empirical quantile function:
// se_F (Q(p + se_F) - Q(p - se_F)) / (2 se_F), the quotient taken over what remains of the interval inside [0, 1].
// With a single group there is nothing to judge an error by: the standard error is NaN.
//
// Samples with weights: stats/weighted_summary.h.
//
// Every function is pure and gives the same bits on every machine; n >= 1 (InternalError). A sample that is not finite
// is a NumericalError.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "stats/grouped_mean.h"
#include "stats/order_statistics.h"

namespace ebbtide {

inline constexpr std::array<double, 9> kQuantileLevels = {0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99};
inline constexpr double kShortfallLevel = 0.05;

struct ColumnSummary {
  Estimate mean;
  Estimate standard_deviation;  // divisor n - 1; 0 for a single sample
  std::array<Estimate, kQuantileLevels.size()> quantiles;
  Estimate shortfall;  // 5 % lower tail
};

// Scratch memory that is reused from column to column; nothing is allocated once it has served a column of that size.
class SummaryScratch {
 private:
  friend ColumnSummary summarise_column(std::span<const float>, std::span<const double>, std::size_t, SummaryScratch&);
  OrderStatistics order_;
};

// samples[path]; group g holds the paths g * group_size .. (g + 1) * group_size - 1 (the last may be short).
// group_sums[g]: the sum of the group's samples before they were rounded to float; gives mean and its error.
ColumnSummary summarise_column(std::span<const float> samples, std::span<const double> group_sums,
                               std::size_t group_size, SummaryScratch& scratch);

// How many samples lie below a value, and how many are the same.
struct BelowCount {
  std::uint64_t below = 0, equal = 0;
};
BelowCount count_below(std::span<const float> samples, double value);

// Share of samples <= value, ties counted half.
double fraction_below(std::span<const float> samples, double value);

}  // namespace ebbtide
