#include "stats/order_statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

void gather_all(OrderStatistics& order) {
  std::vector<std::size_t> ranks(order.size());
  std::iota(ranks.begin(), ranks.end(), std::size_t{0});
  order.gather(ranks);
}

std::vector<float> in_order(OrderStatistics& sorted) {
  gather_all(sorted);
  std::vector<float> values(sorted.size());
  for (std::size_t rank = 0; rank < values.size(); ++rank) values[rank] = sorted.at(rank);
  return values;
}

void expect_sorted(const std::vector<float>& values) {
  OrderStatistics order;
  order.assign(values);
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(in_order(order), sorted);
  order.assign(values);
  gather_all(order);
  for (std::size_t rank = 0; rank + 1 < sorted.size(); ++rank)
    ASSERT_EQ(order.at(rank, rank + 1), std::pair(sorted[rank], sorted[rank + 1])) << rank;
}

TEST(OrderStatistics, OrdersAsTheStandardSortDoes) {
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

TEST(OrderStatistics, OrdersTiesConstantsAndInputThatIsSortedAlready) {
  expect_sorted(std::vector<float>(1000, -2.5f));
  std::vector<float> few(1000);
  for (std::size_t i = 0; i < few.size(); ++i) few[i] = static_cast<float>(i * 7 % 3) - 1.0f;
  expect_sorted(few);
  std::sort(few.begin(), few.end());
  expect_sorted(few);
  std::reverse(few.begin(), few.end());
  expect_sorted(few);
}

TEST(OrderStatistics, PutsInfinitiesAtTheEndsAndNanOutsideThem) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  OrderStatistics sorted;
  const std::vector<float> values = {nan, 1.0f, kInfinity, -nan, -kInfinity, -1.0f};
  sorted.assign(values);
  gather_all(sorted);
  EXPECT_TRUE(std::isnan(sorted.at(0)));
  EXPECT_EQ(sorted.at(1), -kInfinity);
  EXPECT_EQ(sorted.at(2), -1.0f);
  EXPECT_EQ(sorted.at(4), kInfinity);
  EXPECT_TRUE(std::isnan(sorted.at(5)));
}

TEST(OrderStatistics, PutsANanInTheMiddleOfManyValuesAtTheEnd) {
  std::vector<float> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i * 7'919 % values.size());
  values[5'000] = std::numeric_limits<float>::quiet_NaN();
  const float lost = static_cast<float>(5'000 * 7'919 % values.size());
  OrderStatistics order;
  order.assign(values);
  EXPECT_TRUE(std::isnan(order.highest()));
  const std::size_t at_lost = static_cast<std::size_t>(lost), last = values.size() - 1;
  const std::vector<std::size_t> ranks = {0, at_lost - 1, at_lost, last};
  order.gather(ranks);
  EXPECT_EQ(order.at(0), 0.0f);
  EXPECT_EQ(order.at(at_lost - 1, at_lost), std::pair(lost - 1.0f, lost + 1.0f));
  EXPECT_TRUE(std::isnan(order.at(last)));
}

TEST(OrderStatistics, FindsNeighboursAmongValuesThatComeManyTimes) {
  std::mt19937 words(11);
  std::vector<float> values(50'000);
  for (float& value : values) value = static_cast<float>(words() % 97) - 48.0f;
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  OrderStatistics order;
  order.assign(values);
  std::vector<std::size_t> ranks;
  for (std::size_t rank = 0; rank + 1 < values.size(); rank += 83) ranks.insert(ranks.end(), {rank, rank + 1});
  order.gather(ranks);
  for (std::size_t i = 0; i < ranks.size(); i += 2)
    ASSERT_EQ(order.at(ranks[i], ranks[i + 1]), std::pair(sorted[ranks[i]], sorted[ranks[i + 1]])) << ranks[i];
}

TEST(OrderStatistics, KnowsTheRanksThatWereGatheredAndNoOthers) {
  std::mt19937 words(3);
  std::normal_distribution<float> normal;
  std::vector<float> values(20'000);
  for (float& value : values) value = normal(words);
  OrderStatistics order;
  order.assign(values);
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(order.lowest(), sorted.front());
  EXPECT_EQ(order.highest(), sorted.back());
  EXPECT_THROW(order.at(10'000), InternalError);
  const std::vector<std::size_t> few = {0, 19'999, 10'000, 10'001, 10'000, 700};
  order.gather(few);
  for (const std::size_t rank : few) EXPECT_EQ(order.at(rank), sorted[rank]) << rank;
  EXPECT_THROW(order.at(5'000), InternalError);
  EXPECT_EQ(order.at(10'000, 10'001), std::pair(sorted[10'000], sorted[10'001]));
  EXPECT_EQ(order.at(700, 700), std::pair(sorted[700], sorted[700]));
  // More of them later, some of which are known.
  const std::vector<std::size_t> more = {5'000, 10'000, 15'000};
  order.gather(more);
  for (const auto* ranks : {&more, &few}) {
    for (const std::size_t rank : *ranks) EXPECT_EQ(order.at(rank), sorted[rank]) << rank;
  }
}

TEST(OrderStatistics, TakesColumnsOfChangingSize) {
  OrderStatistics sorted;
  const std::vector<float> five = {3, 1, 2, 5, 4}, two = {7, 6}, three = {9, 8, 7};
  sorted.assign(five);
  sorted.assign(two);
  EXPECT_EQ(in_order(sorted), (std::vector<float>{6, 7}));
  sorted.assign(three);
  EXPECT_EQ(in_order(sorted), (std::vector<float>{7, 8, 9}));
}

}  // namespace
}  // namespace ebbtide
