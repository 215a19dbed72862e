#include "stats/group_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace ebbtide {
namespace {

// The definition, one sample at a time.
GroupPassSums plain_sums(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                         std::span<const double> group_sums = {}) {
  GroupPassSums sums;
  const auto close = [](GroupedQuantity& quantity, double of_group) {
    quantity.total += of_group;
    quantity.squares += of_group * of_group;
    quantity.last = of_group;
  };
  for (std::size_t first = 0, group = 0; first < samples.size(); first += group_size, ++group) {
    const std::size_t end = std::min(samples.size(), first + group_size);
    double square = 0.0, tail = 0.0, given = 0.0;
    std::array<double, kQuantileLevels.size()> below{};
    for (std::size_t i = first; i < end; ++i) {
      const double sample = samples[i], d = sample - input.centre;
      sums.deviation += d;
      square += d * d;
      tail += std::min(sample - input.tail_threshold, 0.0);
      for (std::size_t level = 0; level < below.size(); ++level)
        below[level] += sample <= input.thresholds[level] ? 1.0 : 0.0;
    }
    close(sums.square, square);
    close(sums.tail, tail);
    if (!group_sums.empty()) {
      given = group_sums[group] - input.centre * static_cast<double>(end - first);
      close(sums.given, given);
      sums.square_given += square * given;
    }
    if (group >= kCountedGroups) continue;
    GroupPassSums::Counted& counted = sums.counted;
    counted.samples += end - first;
    for (std::size_t level = 0; level < below.size(); ++level) close(counted.below[level], below[level]);
    close(counted.tail, tail);
    if (!group_sums.empty()) counted.tail_below += tail * below[1];
  }
  return sums;
}

std::vector<float> normal_samples(std::size_t count = 523) {
  std::mt19937 words(5);
  std::normal_distribution<float> normal(10.0f, 3.0f);
  std::vector<float> samples(count);
  for (float& sample : samples) sample = normal(words);
  return samples;
}

constexpr GroupPassInput kInput{10.0, 5.0, {3.0f, 5.0f, 6.0f, 8.0f, 10.0f, 12.0f, 14.0f, 15.0f, 17.0f}};

// Groups' sums before rounding: any numbers near those of the samples.
std::vector<double> sums_before_rounding(std::span<const float> samples, std::size_t group_size) {
  std::vector<double> sums;
  for (std::size_t first = 0; first < samples.size(); first += group_size) {
    sums.push_back(1e-3);
    for (std::size_t i = first; i < std::min(samples.size(), first + group_size); ++i) sums.back() += samples[i];
  }
  return sums;
}

// Only the order of additions differs: n rounding units.
void expect_near(double actual, double expected, double count) {
  EXPECT_NEAR(actual, expected, count * 1e-15 * std::abs(expected));
}

void expect_near(const GroupedQuantity& actual, const GroupedQuantity& expected, double count) {
  expect_near(actual.total, expected.total, count);
  expect_near(actual.squares, expected.squares, count);
  expect_near(actual.last, expected.last, count);
}

void expect_same(const GroupedQuantity& actual, const GroupedQuantity& expected) {
  EXPECT_EQ(actual.total, expected.total);
  EXPECT_EQ(actual.squares, expected.squares);
  EXPECT_EQ(actual.last, expected.last);
}

void expect_near(const GroupPassSums& actual, const GroupPassSums& expected, double count) {
  const double rounding = 1e-10 + count * 1e-15 * expected.square.total;
  EXPECT_NEAR(actual.deviation, expected.deviation, rounding);
  expect_near(actual.square, expected.square, count);
  expect_near(actual.tail, expected.tail, count);
  EXPECT_EQ(actual.counted.samples, expected.counted.samples);
  for (std::size_t i = 0; i < expected.counted.below.size(); ++i)
    expect_same(actual.counted.below[i], expected.counted.below[i]);
  expect_near(actual.counted.tail, expected.counted.tail, count);
  if (expected.given.squares == 0.0) return;  // not given
  EXPECT_NEAR(actual.given.total, expected.given.total, rounding);
  expect_near(actual.given.squares, expected.given.squares, count);
  EXPECT_NEAR(actual.given.last, expected.given.last, 1e-12);
  EXPECT_NEAR(actual.square_given, expected.square_given, rounding + 1e-9 * std::abs(expected.square_given));
  expect_near(actual.counted.tail_below, expected.counted.tail_below, count);
}

void expect_same(const GroupPassSums& actual, const GroupPassSums& expected) {
  EXPECT_EQ(actual.deviation, expected.deviation);
  expect_same(actual.square, expected.square);
  expect_same(actual.tail, expected.tail);
  expect_same(actual.given, expected.given);
  EXPECT_EQ(actual.square_given, expected.square_given);
  const GroupPassSums::Counted &counted = actual.counted, &wanted = expected.counted;
  EXPECT_EQ(counted.samples, wanted.samples);
  for (std::size_t i = 0; i < wanted.below.size(); ++i) expect_same(counted.below[i], wanted.below[i]);
  expect_same(counted.tail, wanted.tail);
  EXPECT_EQ(counted.tail_below, wanted.tail_below);
}

TEST(GroupPass, SumsEveryGroupForEveryGroupSizeAndShortLastGroups) {
  const std::vector<float> samples = normal_samples();
  GroupPassInput input = kInput;
  input.thresholds[4] = samples[100];  // a tie counts as below
  for (const std::size_t group_size : {1, 2, 3, 4, 5, 7, 8, 15, 16}) {
    SCOPED_TRACE(group_size);
    expect_near(group_pass(samples, group_size, input), plain_sums(samples, group_size, input), 523);
    const std::vector<double> group_sums = sums_before_rounding(samples, group_size);
    GroupPass pass(input);
    pass.add(samples, group_size, group_sums);
    expect_near(pass.sums(), plain_sums(samples, group_size, input, group_sums), 523);
  }
}

TEST(GroupPass, CountsInTheFirstGroupsAlone) {
  for (const std::size_t group_size : {1, 6, 16}) {
    SCOPED_TRACE(group_size);
    const std::size_t counted = kCountedGroups * group_size;
    const std::vector<float> samples = normal_samples(counted + 20 * group_size + group_size / 2);
    const std::vector<double> group_sums = sums_before_rounding(samples, group_size);
    const GroupPassSums expected = plain_sums(samples, group_size, kInput, group_sums);
    GroupPass pass(kInput);
    pass.add(samples, group_size, group_sums);
    expect_near(pass.sums(), expected, static_cast<double>(samples.size()));
    EXPECT_EQ(pass.sums().counted.samples, counted);
  }
}

TEST(GroupPass, GivesTheSameBitsInEveryVectorWidth) {
  for (const std::size_t count : {std::size_t{523}, 16 * kCountedGroups + 523}) {
    const std::vector<float> samples = normal_samples(count);
    for (const VectorLevel level : kVectorLevels) {
      if (level > machine_vector_level()) continue;
      for (const std::size_t group_size : {5, 11, 16}) {
        expect_same(group_pass(samples, group_size, kInput, level),
                    group_pass(samples, group_size, kInput, VectorLevel::plain));
      }
    }
  }
}

TEST(GroupPass, GivesTheSameBitsHoweverTheColumnIsCut) {
  constexpr std::size_t kGroup = 16;
  const std::vector<float> samples = normal_samples(kGroup * kCountedGroups + 523);
  const std::vector<double> group_sums = sums_before_rounding(samples, kGroup);
  GroupPass whole(kInput);
  whole.add(samples, kGroup, group_sums);
  const GroupPassSums expected = whole.sums();
  for (const std::size_t groups : {1, 3, 8, 100}) {
    for (const VectorLevel level : kVectorLevels) {
      if (level > machine_vector_level()) continue;
      GroupPass pass(kInput);
      for (std::size_t group = 0; group < group_sums.size(); group += groups) {
        const std::size_t count = std::min(groups, group_sums.size() - group);
        const std::size_t first = group * kGroup, end = std::min(samples.size(), first + count * kGroup);
        pass.add(std::span(samples).subspan(first, end - first), kGroup, std::span(group_sums).subspan(group, count),
                 level);
      }
      expect_same(pass.sums(), expected);
    }
  }
}

}  // namespace
}  // namespace ebbtide
