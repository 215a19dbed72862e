#include "history/market_spec.h"

#include <gtest/gtest.h>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

TEST(MarketSpec, FindsVariablesAndSeriesByName) {
  const MarketSpec market = testing::load_shipped("global-etp").market();
  EXPECT_EQ(market.index_of("dollar"), 1U);
  EXPECT_EQ(market.series_index("us_2y_pct"), 2U);
  EXPECT_FALSE(market.index_of("cuts_priced"));  // an alias is no variable
  EXPECT_EQ(market.find("ether")->over, "bitcoin");
  EXPECT_EQ(market.find("no such"), nullptr);
}

TEST(MarketSpec, PublishesInBusinessDays) {
  const MarketSpec market = testing::load_shipped("global-etp").market();
  const std::size_t dollar = *market.series_index("usd_broad_index");
  const std::size_t price = *market.series_index("btc_usd");
  EXPECT_EQ(market.published(price, day("2026-01-16")), day("2026-01-16"));
  EXPECT_EQ(market.published(dollar, day("2026-01-09")), day("2026-01-12"));
  // Mondays off: Martin Luther King Day, Presidents' Day, Labor Day, Juneteenth and Christmas observed on Monday.
  EXPECT_EQ(market.published(dollar, day("2026-01-16")), day("2026-01-20"));
  EXPECT_EQ(market.published(dollar, day("2025-02-14")), day("2025-02-18"));
  EXPECT_EQ(market.published(dollar, day("2024-08-30")), day("2024-09-03"));
  EXPECT_EQ(market.published(dollar, day("2022-06-17")), day("2022-06-21"));
  EXPECT_EQ(market.published(dollar, day("2022-12-23")), day("2022-12-27"));
}

}  // namespace
}  // namespace ebbtide
