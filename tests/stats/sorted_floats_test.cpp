#include "stats/sorted_floats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <random>
#include <vector>

namespace ebbtide {
namespace {

std::vector<float> in_order(SortedFloats& sorted) {
  std::vector<float> values(sorted.size());
  for (std::size_t rank = 0; rank < values.size(); ++rank) values[rank] = sorted.at(rank);
  return values;
}

void expect_sorted(std::vector<float> values) {
  SortedFloats sorted;
  sorted.assign(values);
  std::sort(values.begin(), values.end());
  EXPECT_EQ(in_order(sorted), values);
}

TEST(SortedFloats, OrdersAsTheStandardSortDoes) {
  std::mt19937 words(1);
  for (const std::size_t n : {0, 1, 2, 3, 100, 5000}) {
    // Any bits that make a finite float: all exponents and signs, subnormals included.
    std::vector<float> values;
    while (values.size() < n) {
      const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(words()));
      if (std::isfinite(value)) values.push_back(value);
    }
    expect_sorted(values);
  }
}

TEST(SortedFloats, OrdersTiesConstantsAndInputThatIsSortedAlready) {
  expect_sorted(std::vector<float>(1000, -2.5f));
  std::vector<float> few(1000);
  for (std::size_t i = 0; i < few.size(); ++i) few[i] = static_cast<float>(i * 7 % 3) - 1.0f;
  expect_sorted(few);
  std::sort(few.begin(), few.end());
  expect_sorted(few);
  std::reverse(few.begin(), few.end());
  expect_sorted(few);
}

TEST(SortedFloats, PutsInfinitiesAtTheEndsAndNanOutsideThem) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  SortedFloats sorted;
  sorted.assign(std::vector<float>{nan, 1.0f, kInfinity, -nan, -kInfinity, -1.0f});
  EXPECT_TRUE(std::isnan(sorted.at(0)));
  EXPECT_EQ(sorted.at(1), -kInfinity);
  EXPECT_EQ(sorted.at(2), -1.0f);
  EXPECT_EQ(sorted.at(4), kInfinity);
  EXPECT_TRUE(std::isnan(sorted.at(5)));
}

TEST(SortedFloats, SumsTheLowestValuesWhereverTheCutFalls) {
  std::mt19937 words(3);
  std::vector<float> values(20000);
  for (float& value : values) value = static_cast<float>(words()) / 4294967296.0f - 0.3f;
  SortedFloats sorted;
  sorted.assign(values);
  std::sort(values.begin(), values.end());
  for (const std::size_t count : {0, 1, 999, 1000, 19999, 20000}) {
    double sum = 0.0;
    for (std::size_t rank = 0; rank < count; ++rank) sum += values[rank];
    EXPECT_NEAR(sorted.sum_of_lowest(count), sum, 1e-9) << count;
  }
}

TEST(SortedFloats, TakesColumnsOfChangingSize) {
  SortedFloats sorted;
  sorted.assign(std::vector<float>{3, 1, 2, 5, 4});
  sorted.assign(std::vector<float>{7, 6});
  EXPECT_EQ(in_order(sorted), (std::vector<float>{6, 7}));
  sorted.assign(std::vector<float>{9, 8, 7});
  EXPECT_EQ(in_order(sorted), (std::vector<float>{7, 8, 9}));
}

}  // namespace
}  // namespace ebbtide
