#include "stats/group_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace ebbtide {
namespace {

// The definition, one sample at a time.
GroupSums plain_sums(std::span<const float> samples, const GroupPassInput& input) {
  GroupSums sums;
  for (const double sample : samples) {
    const double d = sample - input.centre;
    sums.deviation += d;
    sums.square += d * d;
    sums.tail += std::min(sample - input.tail_threshold, 0.0);
    for (std::size_t level = 0; level < input.thresholds.size(); ++level) {
      sums.below[level] += sample <= input.thresholds[level] ? 1 : 0;
    }
  }
  return sums;
}

TEST(GroupPass, SumsEveryGroupForEveryGroupSizeAndShortLastGroups) {
  std::mt19937 words(5);
  std::normal_distribution<float> normal(10.0f, 3.0f);
  std::vector<float> samples(523);
  for (float& sample : samples) sample = normal(words);
  GroupPassInput input{10.0, 5.0, {3.0f, 5.0f, 6.0f, 8.0f, 10.0f, 12.0f, 14.0f, 15.0f, 17.0f}};
  input.thresholds[4] = samples[100];  // a tie counts as below
  for (const std::size_t group_size : {1, 2, 3, 4, 5, 7, 8, 16, 17, 64, 523, 1000}) {
    const std::size_t groups = (samples.size() + group_size - 1) / group_size;
    std::vector<GroupSums> sums(groups);
    group_pass(samples, group_size, input, sums);
    for (std::size_t group = 0; group < groups; ++group) {
      const std::size_t first = group * group_size;
      const GroupSums expected =
          plain_sums(std::span(samples).subspan(first, std::min(group_size, samples.size() - first)), input);
      // Only the order of additions differs: n rounding units of the sum of sizes.
      const double rounding = 523 * 1e-16;
      EXPECT_NEAR(sums[group].deviation, expected.deviation, rounding * 10 * static_cast<double>(group_size));
      EXPECT_NEAR(sums[group].square, expected.square, rounding * expected.square);
      EXPECT_NEAR(sums[group].tail, expected.tail, rounding * std::abs(expected.tail));
      EXPECT_EQ(sums[group].below, expected.below);
    }
  }
}

}  // namespace
}  // namespace ebbtide
