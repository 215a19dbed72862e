#include "stats/value_bins.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

namespace ebbtide {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<std::uint16_t> bins_of(const std::vector<float>& values, std::size_t bins,
                                   VectorLevel level = machine_vector_level()) {
  std::vector<std::uint16_t> result(values.size());
  ValueBins::over(range_of(values, level), bins).assign(values, result, level);
  return result;
}

TEST(ValueBins, PutValuesBeyondTheRangeIntoTheBinsAtItsEndsAndTellWhereTheyLie) {
  const std::vector<float> values = {-1e30f, 5.0f, 1e30f, kInfinity, -kInfinity, 0.1f};
  std::vector<std::uint16_t> bins(values.size());
  const ValueRange range = ValueBins::over({0.0f, 10.0f}, 10).assign(values, bins);
  EXPECT_EQ(bins, (std::vector<std::uint16_t>{0, 5, 9, 9, 0, 0}));
  EXPECT_EQ(range.least, -kInfinity);
  EXPECT_EQ(range.greatest, kInfinity);
}

TEST(ValueBins, CutTheRangeIntoEqualPartsWithTheGreatestInTheLast) {
  EXPECT_EQ(bins_of({0.0f, 1.0f, 0.24f, 0.26f, 0.99f}, 4), (std::vector<std::uint16_t>{0, 3, 0, 1, 3}));
  EXPECT_EQ(bins_of({-8.0f, 8.0f, 0.0f, -4.1f}, 4), (std::vector<std::uint16_t>{0, 3, 2, 0}));
}

TEST(ValueBins, NeverDecreaseWithTheValue) {
  std::mt19937 words(7);
  std::student_t_distribution<float> heavy(2.0f);
  std::vector<float> values(20'000);
  for (float& value : values) value = 1e6f + 3.0f * heavy(words);
  std::sort(values.begin(), values.end());
  for (const std::size_t bins : {1u, 64u, 16'384u, 65'536u}) {
    const std::vector<std::uint16_t> sorted = bins_of(values, bins);
    EXPECT_TRUE(std::is_sorted(sorted.begin(), sorted.end())) << bins;
    EXPECT_LT(sorted.back(), bins);
  }
}

TEST(ValueBins, ShareOneBinWhereTheRangeCannotBeCut) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const std::vector<float>& values :
       {std::vector<float>{2.5f, 2.5f}, {1.0f, nan}, {-kInfinity, 0.0f, 1.0f}, {0.0f, kInfinity}, {-nan, 3.0f}, {}}) {
    for (const std::uint16_t bin : bins_of(values, 16)) EXPECT_EQ(bin, 0);
  }
  // So do those too close together or too far apart for the scale.
  constexpr float kTiny = std::numeric_limits<float>::denorm_min(), kMost = std::numeric_limits<float>::max();
  EXPECT_EQ(bins_of({0.0f, kTiny}, 16), (std::vector<std::uint16_t>{0, 0}));
  EXPECT_EQ(bins_of({-kMost, kMost, 0.0f}, 2), (std::vector<std::uint16_t>{0, 0, 0}));
}

TEST(ValueBins, AreTheSameInEveryVectorWidth) {
  std::mt19937 words(11);
  std::normal_distribution<float> normal(-3.0f, 40.0f);
  std::vector<float> values(1'003);
  for (float& value : values) value = normal(words);
  for (const VectorLevel level : kVectorLevels) {
    if (level > machine_vector_level()) continue;
    EXPECT_EQ(bins_of(values, 4'096, level), bins_of(values, 4'096, VectorLevel::plain));
  }
}

TEST(FindMarked, FindsTheMembersOfMarkedBinsInEveryVectorWidth) {
  std::mt19937 words(13);
  BinMarks marks;
  for (const int bin : {0, 15, 16, 300, 511, 512, 1'023}) marks.mark(static_cast<std::uint16_t>(bin));
  for (const std::size_t n : {0u, 1u, 31u, 32u, 33u, 5'000u}) {
    std::vector<std::uint16_t> bins(n);
    for (std::uint16_t& bin : bins) bin = static_cast<std::uint16_t>(words() % BinMarks::kMostMarked);
    if (n > 30) bins[30] = 1'023;
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < n; ++i) {
      if (marks.has(bins[i])) expected.push_back(i);
    }
    for (const VectorLevel level : kVectorLevels) {
      if (level > machine_vector_level()) continue;
      std::vector<std::uint32_t> found(n + kFoundRoom);
      found.resize(find_marked(bins, marks, found, level));
      EXPECT_EQ(found, expected) << n;
      found.resize(n + kFoundRoom);
      EXPECT_EQ(find_marked(bins, {}, found, level), 0u);
    }
  }
}

}  // namespace
}  // namespace ebbtide
