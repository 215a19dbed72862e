#include "stats/group_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace ebbtide {
namespace {

// The definition, one sample at a time.
GroupPassSums plain_sums(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input) {
  GroupPassSums sums;
  const auto close = [](GroupedQuantity& quantity, double of_group) {
    quantity.total += of_group;
    quantity.squares += of_group * of_group;
    quantity.last = of_group;
  };
  for (std::size_t first = 0; first < samples.size(); first += group_size) {
    double square = 0.0, tail = 0.0;
    std::array<double, kQuantileLevels.size()> below{};
    for (std::size_t i = first; i < std::min(samples.size(), first + group_size); ++i) {
      const double sample = samples[i], d = sample - input.centre;
      sums.deviation += d;
      square += d * d;
      tail += std::min(sample - input.tail_threshold, 0.0);
      for (std::size_t level = 0; level < below.size(); ++level)
        below[level] += sample <= input.thresholds[level] ? 1.0 : 0.0;
    }
    close(sums.square, square);
    close(sums.tail, tail);
    for (std::size_t level = 0; level < below.size(); ++level) close(sums.below[level], below[level]);
  }
  return sums;
}

std::vector<float> normal_samples() {
  std::mt19937 words(5);
  std::normal_distribution<float> normal(10.0f, 3.0f);
  std::vector<float> samples(523);
  for (float& sample : samples) sample = normal(words);
  return samples;
}

constexpr GroupPassInput kInput{10.0, 5.0, {3.0f, 5.0f, 6.0f, 8.0f, 10.0f, 12.0f, 14.0f, 15.0f, 17.0f}};

// Only the order of additions differs: n rounding units.
void expect_near(const GroupedQuantity& actual, const GroupedQuantity& expected) {
  constexpr double kRounding = 523 * 1e-15;
  EXPECT_NEAR(actual.total, expected.total, kRounding * std::abs(expected.total));
  EXPECT_NEAR(actual.squares, expected.squares, kRounding * expected.squares);
  EXPECT_NEAR(actual.last, expected.last, kRounding * std::abs(expected.last));
}

void expect_same(const GroupedQuantity& actual, const GroupedQuantity& expected) {
  EXPECT_EQ(actual.total, expected.total);
  EXPECT_EQ(actual.squares, expected.squares);
  EXPECT_EQ(actual.last, expected.last);
}

void expect_same(const GroupPassSums& actual, const GroupPassSums& expected) {
  EXPECT_EQ(actual.deviation, expected.deviation);
  expect_same(actual.square, expected.square);
  expect_same(actual.tail, expected.tail);
  expect_same(actual.given, expected.given);
  EXPECT_EQ(actual.square_given, expected.square_given);
  EXPECT_EQ(actual.tail_below, expected.tail_below);
  for (std::size_t i = 0; i < expected.below.size(); ++i) expect_same(actual.below[i], expected.below[i]);
}

TEST(GroupPass, SumsEveryGroupForEveryGroupSizeAndShortLastGroups) {
  const std::vector<float> samples = normal_samples();
  GroupPassInput input = kInput;
  input.thresholds[4] = samples[100];  // a tie counts as below
  for (const std::size_t group_size : {1, 2, 3, 4, 5, 7, 8, 15, 16}) {
    const GroupPassSums sums = group_pass(samples, group_size, input);
    const GroupPassSums expected = plain_sums(samples, group_size, input);
    EXPECT_NEAR(sums.deviation, expected.deviation, 1e-10) << group_size;
    expect_near(sums.square, expected.square);
    expect_near(sums.tail, expected.tail);
    for (std::size_t level = 0; level < expected.below.size(); ++level)
      expect_same(sums.below[level], expected.below[level]);
  }
}

TEST(GroupPass, GivesTheSameBitsInEveryVectorWidth) {
  const std::vector<float> samples = normal_samples();
  for (const VectorLevel level : kVectorLevels) {
    if (level > machine_vector_level()) continue;
    for (const std::size_t group_size : {5, 11, 16}) {
      expect_same(group_pass(samples, group_size, kInput, level),
                  group_pass(samples, group_size, kInput, VectorLevel::plain));
    }
  }
}

TEST(GroupPass, GivesTheSameBitsHoweverTheColumnIsCut) {
  const std::vector<float> samples = normal_samples();
  constexpr std::size_t kGroup = 16;
  std::vector<double> deviations;
  for (std::size_t first = 0; first < samples.size(); first += kGroup) deviations.push_back(0.1 * samples[first] - 1.0);
  GroupPass whole(kInput);
  whole.add(samples, kGroup, deviations);
  const GroupPassSums expected = whole.sums();
  for (const std::size_t groups : {1, 3, 8}) {
    for (const VectorLevel level : kVectorLevels) {
      if (level > machine_vector_level()) continue;
      GroupPass pass(kInput);
      for (std::size_t group = 0; group < deviations.size(); group += groups) {
        const std::size_t count = std::min(groups, deviations.size() - group);
        const std::size_t first = group * kGroup, end = std::min(samples.size(), first + count * kGroup);
        pass.add(std::span(samples).subspan(first, end - first), kGroup, std::span(deviations).subspan(group, count),
                 level);
      }
      expect_same(pass.sums(), expected);
    }
  }
}

TEST(GroupPass, MultipliesSumsOfTheSameGroup) {
  const std::vector<float> samples = normal_samples();
  constexpr std::size_t kGroup = 7;
  std::vector<double> deviations;
  double square_given = 0.0, tail_below = 0.0;
  GroupedQuantity given;
  for (std::size_t first = 0; first < samples.size(); first += kGroup) {
    const std::size_t count = std::min(kGroup, samples.size() - first);
    const GroupPassSums group = plain_sums(std::span(samples).subspan(first, count), kGroup, kInput);
    deviations.push_back(group.deviation);
    square_given += group.square.total * group.deviation;
    tail_below += group.tail.total * group.below[1].total;
    given.total += group.deviation;
    given.squares += group.deviation * group.deviation;
    given.last = group.deviation;
  }
  GroupPass pass(kInput);
  pass.add(samples, kGroup, deviations);
  EXPECT_NEAR(pass.sums().square_given, square_given, 1e-9 * std::abs(square_given) + 1e-9);
  EXPECT_NEAR(pass.sums().tail_below, tail_below, 1e-12 * std::abs(tail_below));
  expect_near(pass.sums().given, given);
}

}  // namespace
}  // namespace ebbtide
