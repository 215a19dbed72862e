#include "stats/weighted_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

TEST(WeightedPass, SumsEveryGroupAndLeavesOutPathsOfWeightZero) {
  fixture::TestDraws draws(3);
  std::vector<float> samples(523);
  std::vector<double> weights(523);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(10.0 + 3.0 * draws.normal());
    weights[i] = draws.uniform() < 0.3 ? 0.0 : draws.uniform();
    if (weights[i] == 0.0) samples[i] = std::numeric_limits<float>::quiet_NaN();
  }
  const GroupPassInput input{10.0, 5.0, {3.0f, 5.0f, 6.0f, 8.0f, 10.0f, 12.0f, 14.0f, 15.0f, 17.0f}};
  KeptSamples kept;
  for (const std::size_t group_size : {1, 2, 3, 16, 64, 523, 1000}) {
    keep_weighted(samples, weights, group_size, kept);
    std::vector<WeightedSums> found((samples.size() + group_size - 1) / group_size), expected(found.size());
    weighted_pass(kept, input, found);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (weights[i] == 0.0) continue;
      WeightedSums& sums = expected[i / group_size];
      const double d = samples[i] - input.centre, w = weights[i];
      sums.weight += w;
      sums.deviation += w * d;
      sums.square += w * d * d;
      sums.tail += w * std::min(samples[i] - input.tail_threshold, 0.0);
      for (std::size_t level = 0; level < 9; ++level)
        sums.below[level] += samples[i] <= input.thresholds[level] ? w : 0;
    }
    for (std::size_t group = 0; group < found.size(); ++group) {
      // The order of additions differs.
      EXPECT_NEAR(found[group].weight, expected[group].weight, 1e-11);
      EXPECT_NEAR(found[group].deviation, expected[group].deviation, 1e-11);
      EXPECT_NEAR(found[group].square, expected[group].square, 1e-10);
      EXPECT_NEAR(found[group].tail, expected[group].tail, 1e-11);
      for (std::size_t level = 0; level < 9; ++level) {
        EXPECT_NEAR(found[group].below[level], expected[group].below[level], 1e-11);
      }
    }
  }
}

TEST(WeightedPass, RefusesNegativeWeightsAndWeightsThatAreNoNumbers) {
  KeptSamples kept;
  const std::vector<float> samples = {1, 2};
  for (const double bad : {-1e-300, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THROW(keep_weighted(samples, std::vector<double>{1.0, bad}, 2, kept), InternalError);
  }
  EXPECT_THROW(keep_weighted(samples, std::vector<double>{1.0}, 2, kept), InternalError);
}

}  // namespace
}  // namespace ebbtide
