// Means of per-path values known by their sums over theta groups, with standard errors that know the groups.
//
// Group g holds the paths g * group_size .. (g + 1) * group_size - 1; the last may be short. Paths carry weights, or
// all the same one. With B groups, sums S_b = sum w_i y_i and V_b = sum w_i over group b, V = sum V_b:
//   mean = sum S_b / V,   se^2 = B / (B - 1) sum_b ((S_b - mean V_b) / V)^2   (a ratio estimator's influence).
// The difference of two means over the same paths, each with weights of its own, takes the difference of the two
// influences group by group, so what both have in common cancels. Weights need not sum to 1.
// With a single group the standard error is NaN. Every function is pure; shapes that do not fit and weights that sum to
// nothing are an InternalError.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ebbtide {

struct Estimate {
  double value = 0.0;
  double standard_error = 0.0;
};

// All that means, differences and their errors need: one number per group and column, and one per group for the weights
// that all columns of a scenario share. Unweighted: weight holds group_sizes.
struct GroupedSums {
  std::span<const double> value;   // sum of w y
  std::span<const double> weight;  // sum of w
};

Estimate grouped_mean(const GroupedSums& sums);
// Mean of `sums` less that of `other`.
Estimate grouped_mean_difference(const GroupedSums& sums, const GroupedSums& other);

// Unweighted: count values in all.
Estimate grouped_mean(std::span<const double> group_sums, std::size_t count, std::size_t group_size);
Estimate grouped_mean_difference(std::span<const double> group_sums, std::span<const double> other, std::size_t count,
                                 std::size_t group_size);

// Paths per group.
std::vector<double> group_sizes(std::size_t count, std::size_t group_size);
// Sums of weights per group.
std::vector<double> group_weights(std::span<const double> weights, std::size_t group_size);
// sums[g]: sum of w y over the group. A path of weight zero counts as absent, whatever its sample.
void weighted_group_sums(std::span<const float> samples, std::span<const double> weights, std::size_t group_size,
                         std::span<double> sums);

}  // namespace ebbtide
