// Continuous ranked probability score of a forecast given as samples; smaller is better, in the unit of the samples.
//
// Of a distribution F and an outcome y: integral of (F(x) - 1{y <= x})^2 dx = E|X - y| - E|X - X'| / 2
// (Gneiting and Raftery 2007, "Strictly proper scoring rules, prediction, and estimation", eq. 20 and 21).
// With sorted samples x_(1) <= ... <= x_(M), sum_{i<j} |x_i - x_j| = sum_i (2 i - M - 1) x_(i), and
//   fair  mean |x_i - y| - sum_{i<j} |x_i - x_j| / (M (M - 1))   the expected score of the law the samples came from,
//         whatever M (Ferro 2014, "Fair scores for ensemble forecasts"); negative values happen
//   edf   mean |x_i - y| - sum_{i<j} |x_i - x_j| / M^2           the score of the empirical distribution itself, larger
//         by E|X - X'| / (2 M) on average: never compare it across sample sizes
// Tails: the samples and the outcome are replaced by v(x) = min(x, t) or max(x, t), which is the threshold-weighted
// score with all weight below or above t (Allen, Ginsbourger and Ziegel 2023, "Evaluating forecasts for high-impact
// events using transformed kernel scores"). It stays proper, as dropping weeks by their outcome does not.
//
// Every function is pure. Samples out of order, or too few of them, are an InternalError; a sample or an outcome that
// is not finite is a NumericalError.
#pragma once

#include <cstddef>
#include <span>

namespace ebbtide {

double fair_crps(std::span<const double> sorted_samples, double observed);  // M >= 2
double edf_crps(std::span<const double> sorted_samples, double observed);   // M >= 1

// Fair scores with the weight below or above the threshold; M >= 2.
double lower_tail_crps(std::span<const double> sorted_samples, double observed, double threshold);
double upper_tail_crps(std::span<const double> sorted_samples, double observed, double threshold);

// Fair score of samples that come in groups which share their parameters, group g being the samples
// g group_size .. (g + 1) group_size - 1 (the last may be short): samples of one group are alike, so the spread
// E|X - X'| is taken over pairs from different groups alone. At least two groups; samples in any order within a group.
double grouped_fair_crps(std::span<const double> samples, std::size_t group_size, double observed);

}  // namespace ebbtide
