// Summary of one column of simulated samples whose paths carry weights; without weights, that of column_summary.h.
//
// With shares v_i = w_i / sum w and n = 1 / sum v^2 the effective sample size:
//   mean       sum v y
//   sd         sqrt(sum v (y - mean)^2 n / (n - 1)): the divisor count - 1 when weights are equal; 0 where n is 1
//   quantile   WeightedOrder::quantile: type 7 when weights are equal
//   shortfall  mean of the lowest share a of the weight, the sample at the cut counted in part
// A path of weight zero counts as absent, whatever its sample. Standard errors as in column_summary.h, the influence of
// path i times v_i instead of 1 / n; the groups are those of all paths. They are large-sample errors: with few
// effective paths they are too small, which is why the effective sample size goes beside them.
//
// Pure, the same bits on every machine. Shapes that do not fit, a negative weight or weights that are all zero are an
// InternalError; a sample that is not finite on a path that counts is a NumericalError.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "stats/column_summary.h"

namespace ebbtide {

// Scratch memory that is reused from column to column; nothing is allocated once it has served a column of that size.
class WeightedSummaryScratch {
 public:
  WeightedSummaryScratch();
  ~WeightedSummaryScratch();
  WeightedSummaryScratch(WeightedSummaryScratch&&) noexcept;
  WeightedSummaryScratch& operator=(WeightedSummaryScratch&&) noexcept;

 private:
  friend ColumnSummary summarise_column(std::span<const float>, std::span<const double>, std::span<const double>,
                                        std::size_t, WeightedSummaryScratch&);
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// samples[path], weights[path] in any scale; groups of paths as in grouped_mean.h.
// group_sums[g]: sum of w y over the group (weighted_group_sums, or from samples not yet rounded); gives the mean.
// Empty weights: every path counts the same, group_sums are plain sums, and the result has the bits of
// summarise_column(samples, group_sums, group_size, scratch).
ColumnSummary summarise_column(std::span<const float> samples, std::span<const double> group_sums,
                               std::span<const double> weights, std::size_t group_size,
                               WeightedSummaryScratch& scratch);

// Share of the weight at samples <= value, ties counted half. Empty weights: fraction_below of column_summary.h.
double fraction_below(std::span<const float> samples, std::span<const double> weights, double value);

}  // namespace ebbtide
