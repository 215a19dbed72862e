#include "history/product_load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

Universe shipped(const char* name) {
  return testing::load_shipped(name).universe();
}

const Product* find(const Universe& universe, const SeriesKey& key) {
  const auto found = std::find_if(universe.products.begin(), universe.products.end(),
                                  [&key](const Product& product) { return product.key == key; });
  return found == universe.products.end() ? nullptr : &*found;
}

TEST(ProductLoad, ReadsLaunchSourceAndLine) {
  const Universe universe = shipped("global-etp");
  const Product* product = find(universe, {"Bitcoin", "United States", "iShares"});
  ASSERT_NE(product, nullptr);
  EXPECT_EQ(product->launched, day("2024-01-11"));
  EXPECT_FALSE(product->source.empty());
  EXPECT_GT(product->line, 0);
  EXPECT_FALSE(find(universe, {"Bitcoin", "United States", "Grayscale"})->launched);
  EXPECT_EQ(find(universe, {"Bitcoin", "Sweden", "iShares"}), nullptr);
}

TEST(ProductLoad, ShippedUniversesDeclareTheirCellsInDisplayOrder) {
  EXPECT_EQ(shipped("us-spot-etf").products.size(), 24U);
  EXPECT_GE(shipped("global-etp").products.size(), 60U);
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const Universe universe = shipped(name);
    const auto place = [&universe](const SeriesKey& key, Dimension dimension) {
      return universe.find(dimension, key.part(dimension)) - universe.of(dimension).data();
    };
    for (std::size_t i = 1; i < universe.products.size(); ++i) {
      const SeriesKey& a = universe.products[i - 1].key;
      const SeriesKey& b = universe.products[i].key;
      const auto order = [&place](const SeriesKey& key) {
        return std::array{place(key, Dimension::asset), place(key, Dimension::region), place(key, Dimension::issuer)};
      };
      EXPECT_LT(order(a), order(b)) << key_text(b);
    }
  }
}

// The declared cells of the US funds are those that ever had a figure, each from no later than its first flow on.
TEST(ProductLoad, UsProductsAreTheCellsOfTheRows) {
  const History history = testing::load_shipped("us-spot-etf");
  std::map<SeriesKey, Date> first_flow;
  for (const Observation& row : history.flows()) {
    if (row.value_musd != 0.0) first_flow.try_emplace(row.key, row.week_end);
  }
  EXPECT_EQ(first_flow.size(), history.universe().products.size());
  for (const Product& product : history.universe().products) {
    ASSERT_TRUE(first_flow.count(product.key)) << key_text(product.key);
    EXPECT_LE(*product.launched, first_flow[product.key]) << key_text(product.key);
  }
}

// A view knows only the products of its day.
TEST(ProductLoad, ViewsHoldNoLaterProduct) {
  const History history = testing::load_shipped("us-spot-etf");
  EXPECT_EQ(history.as_of(day("2025-10-29")).universe().products.size(), 20U);
  EXPECT_EQ(history.as_of(day("2025-10-28")).universe().products.size(), 19U);
  EXPECT_EQ(history.as_of(day("2024-07-22")).universe().products.size(), 10U);
}

}  // namespace
}  // namespace ebbtide
