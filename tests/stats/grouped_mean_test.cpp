#include "stats/grouped_mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

TEST(GroupedMean, TakesTheGroupAsTheUnit) {
  const Estimate mean = grouped_mean(std::vector<double>{2, 6, 1}, 5, 2);
  EXPECT_DOUBLE_EQ(mean.value, 1.8);
  // Deviations 2 - 3.6, 6 - 3.6, 1 - 1.8.
  EXPECT_DOUBLE_EQ(mean.standard_error, std::sqrt(1.5 * (2.56 + 5.76 + 0.64)) / 5);
  EXPECT_THROW(grouped_mean(std::vector<double>{2, 6}, 5, 2), InternalError);
}

TEST(GroupedMean, OfADifferenceIsPairedByGroup) {
  const std::vector<double> a = {10, 20, 30}, b = {9, 19, 29};
  const Estimate difference = grouped_mean_difference(a, b, 6, 2);
  EXPECT_DOUBLE_EQ(difference.value, 0.5);
  EXPECT_DOUBLE_EQ(difference.standard_error, 0.0);
  EXPECT_THROW(grouped_mean_difference(a, std::vector<double>{1, 2}, 6, 2), InternalError);
}

TEST(GroupedMean, OfWeightedPathsIsARatioOfSums) {
  // Weights 1 3 | 2 2, samples 2 6 | 0 4: sums 20 and 8 over weights 4 and 4; mean 3.5.
  const std::vector<float> samples = {2, 6, 0, 4};
  const std::vector<double> weights = {1, 3, 2, 2};
  std::vector<double> sums(2);
  weighted_group_sums(samples, weights, 2, sums);
  EXPECT_EQ(sums, (std::vector<double>{20, 8}));
  const std::vector<double> of_groups = group_weights(weights, 2);
  EXPECT_EQ(of_groups, (std::vector<double>{4, 4}));
  const Estimate mean = grouped_mean({sums, of_groups});
  EXPECT_DOUBLE_EQ(mean.value, 3.5);
  // Influences (20 - 14) / 8 and (8 - 14) / 8.
  EXPECT_DOUBLE_EQ(mean.standard_error, std::sqrt(2 * 2 * 0.75 * 0.75));
}

TEST(GroupedMean, WithSizesForWeightsIsTheUnweightedOne) {
  const std::vector<double> sums = {2, 6, 1};
  const std::vector<double> sizes = group_sizes(5, 2);
  EXPECT_EQ(sizes, (std::vector<double>{2, 2, 1}));
  const Estimate plain = grouped_mean(sums, 5, 2), weighted = grouped_mean({sums, sizes});
  EXPECT_DOUBLE_EQ(weighted.value, plain.value);
  EXPECT_DOUBLE_EQ(weighted.standard_error, plain.standard_error);
}

TEST(GroupedMean, IgnoresTheScaleOfWeights) {
  const std::vector<double> sums = {2, 6, 1}, weights = {1, 4, 2};
  std::vector<double> large_sums = sums, large_weights = weights;
  for (double& sum : large_sums) sum *= 1024;
  for (double& weight : large_weights) weight *= 1024;
  const Estimate small = grouped_mean({sums, weights}), large = grouped_mean({large_sums, large_weights});
  EXPECT_EQ(large.value, small.value);
  EXPECT_EQ(large.standard_error, small.standard_error);
}

TEST(GroupedMean, OfADifferenceWithDifferentWeightsAgreesWithTheSumOverPaths) {
  const std::vector<float> y = {1, 4, -2, 7, 3, 5}, z = {2, 3, -1, 5, 4, 4};
  const std::vector<double> w = {0.1, 0.3, 0.05, 0.25, 0.2, 0.1}, v(6, 1.0 / 6.0);
  std::vector<double> y_sums(3), z_sums(3);
  weighted_group_sums(y, w, 2, y_sums);
  weighted_group_sums(z, v, 2, z_sums);
  const std::vector<double> w_sums = group_weights(w, 2), v_sums = group_weights(v, 2);
  const Estimate difference = grouped_mean_difference({y_sums, w_sums}, {z_sums, v_sums});
  double y_mean = 0, z_mean = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    y_mean += w[i] * y[i];
    z_mean += v[i] * z[i];
  }
  double squares = 0;
  for (std::size_t group = 0; group < 3; ++group) {
    double influence = 0;
    for (std::size_t i = 2 * group; i < 2 * group + 2; ++i)
      influence += w[i] * (y[i] - y_mean) - v[i] * (z[i] - z_mean);
    squares += influence * influence;
  }
  EXPECT_NEAR(difference.value, y_mean - z_mean, 1e-14);
  EXPECT_NEAR(difference.standard_error, std::sqrt(1.5 * squares), 1e-14);
  // A column against itself with the same weights.
  EXPECT_EQ(grouped_mean_difference({y_sums, w_sums}, {y_sums, w_sums}).standard_error, 0.0);
}

TEST(GroupedMean, CountsAPathOfWeightZeroAsAbsent) {
  const std::vector<float> samples = {1, std::numeric_limits<float>::quiet_NaN(), 3};
  std::vector<double> sums(2);
  weighted_group_sums(samples, std::vector<double>{0.5, 0.0, 0.5}, 2, sums);
  EXPECT_EQ(sums, (std::vector<double>{0.5, 1.5}));
}

TEST(GroupedMean, RefusesWeightsThatSumToNothingAndShapesThatDoNotFit) {
  const std::vector<double> two = {1, 2}, zeros = {0, 0}, three = {1, 2, 3};
  EXPECT_THROW(grouped_mean({two, zeros}), InternalError);
  EXPECT_THROW(grouped_mean({two, three}), InternalError);
  EXPECT_THROW(grouped_mean_difference({two, two}, {three, three}), InternalError);
  EXPECT_TRUE(std::isnan(grouped_mean({std::vector<double>{1}, std::vector<double>{2}}).standard_error));
}

}  // namespace
}  // namespace ebbtide
