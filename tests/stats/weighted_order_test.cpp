#include "stats/weighted_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "core/contract.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

// The mean of the step function between two cumulative weights, from a plain sort.
double plain_mean_between(const std::vector<float>& values, const std::vector<double>& weights, double from,
                          double to) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  long double before = 0.0L, sum = 0.0L;
  for (const std::size_t i : order) {
    const long double end = before + weights[i];
    const long double inside = std::min<long double>(end, to) - std::max<long double>(before, from);
    if (inside > 0.0L) sum += inside * values[i];
    before = end;
  }
  return static_cast<double>(sum / (static_cast<long double>(to) - from));
}

struct Column {
  std::vector<float> values;
  std::vector<double> weights;
};

Column random_column(std::size_t n, std::uint64_t seed) {
  fixture::TestDraws draws(seed);
  Column column;
  for (std::size_t i = 0; i < n; ++i) {
    column.values.push_back(static_cast<float>(draws.normal() * 100.0 - 30.0));
    column.weights.push_back(draws.uniform());
  }
  return column;
}

TEST(WeightedOrder, AgreesWithAPlainSortWhereverTheCutsFall) {
  WeightedOrder order;
  for (const std::size_t n : {1, 2, 3, 50, 40000}) {
    Column column = random_column(n, n);
    if (n == 50) {
      for (float& value : column.values) value = static_cast<float>(static_cast<int>(value) / 50);  // ties
    }
    order.assign(column.values, column.weights);
    const double total = order.total();
    EXPECT_EQ(order.lowest(), *std::min_element(column.values.begin(), column.values.end()));
    EXPECT_EQ(order.highest(), *std::max_element(column.values.begin(), column.values.end()));
    for (const auto& [from, to] : std::vector<std::pair<double, double>>{
             {0.0, 1.0}, {0.0, 0.05}, {0.049, 0.051}, {0.3, 0.300001}, {0.2, 0.9}, {0.999, 1.0}, {0.5, 0.75}}) {
      EXPECT_NEAR(order.mean_between(from * total, to * total),
                  plain_mean_between(column.values, column.weights, from * total, to * total), 1e-8)
          << n << ": " << from << " to " << to;
    }
  }
}

TEST(WeightedOrder, WithEqualWeightsGivesTypeSevenQuantiles) {
  WeightedOrder order;
  for (const std::size_t n : {1, 2, 3, 20, 101, 30000}) {
    const Column column = random_column(n, 3);
    const std::vector<double> weights(n, 1.0 / static_cast<double>(n));
    order.assign(column.values, weights);
    std::vector<float> sorted = column.values;
    std::sort(sorted.begin(), sorted.end());
    for (const double p : {0.0, 0.01, 0.05, 0.25, 0.5, 0.77, 0.99, 1.0}) {
      const double rank = static_cast<double>(n - 1) * p;
      const auto below = static_cast<std::size_t>(rank);
      const double low = sorted.at(below), high = sorted.at(std::min(below + 1, n - 1));
      EXPECT_NEAR(order.quantile(p), low + (rank - static_cast<double>(below)) * (high - low), 1e-9)
          << n << " at " << p;
    }
  }
}

TEST(WeightedOrder, OfIntegerWeightsIsTheOrderOfASampleWithEachValueThatOften) {
  // Weights 3 1 2: the sample 5 5 5 1 9 9, whose windows of one sixth are its order statistics.
  WeightedOrder order;
  const Column column{{5, 1, 9}, {3, 1, 2}};
  order.assign(column.values, column.weights);
  const std::vector<double> sample = {1, 5, 5, 5, 9, 9};
  for (std::size_t k = 0; k < sample.size(); ++k) {
    EXPECT_DOUBLE_EQ(order.mean_between(static_cast<double>(k), static_cast<double>(k + 1)), sample[k]);
  }
  EXPECT_DOUBLE_EQ(order.mean_between(0.5, 1.5), 3.0);
  EXPECT_DOUBLE_EQ(order.effective_count(), 36.0 / 14.0);
}

TEST(WeightedOrder, MirrorsWithTheSignOfTheValues) {
  const Column column = random_column(500, 11);
  Column negative = column;
  for (float& value : negative.values) value = -value;
  WeightedOrder order, mirrored;
  order.assign(column.values, column.weights);
  mirrored.assign(negative.values, negative.weights);
  for (const double p : {0.0, 0.05, 0.4, 0.5, 0.99}) {
    EXPECT_NEAR(order.quantile(p), -mirrored.quantile(1.0 - p), 1e-9);
  }
}

TEST(WeightedOrder, IsExactOnAConstantColumn) {
  WeightedOrder order;
  const Column column{std::vector<float>(1000, 0.1f), random_column(1000, 5).weights};
  order.assign(column.values, column.weights);
  for (const double p : {0.0, 0.3, 1.0}) EXPECT_EQ(order.quantile(p), 0.1f);
  EXPECT_EQ(order.mean_between(0.0, order.total()), 0.1f);
}

TEST(WeightedOrder, RefusesEmptyColumnsAndShapesThatDoNotFit) {
  WeightedOrder order;
  EXPECT_THROW(order.assign({}, {}), InternalError);
  EXPECT_THROW(order.assign(std::vector<float>(2), std::vector<double>(1, 1.0)), InternalError);
  const Column one{{1}, {1}};
  order.assign(one.values, one.weights);
  EXPECT_THROW(order.mean_between(0.5, 0.5), InternalError);
}

}  // namespace
}  // namespace ebbtide
