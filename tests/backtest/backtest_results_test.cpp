#include "backtest/backtest_results.h"

#include <gtest/gtest.h>

#include "support/backtest_tables.h"

namespace ebbtide {
namespace {

TEST(BacktestResults, ListTheirTablesInOrderAndThoseThatThereAre) {
  BacktestResults results = fixture::backtest_tables();
  const auto names = [&] {
    std::string all;
    for (const Table* table : results.all()) all += table->name() + " ";
    return all;
  };
  EXPECT_EQ(names(), "scores skill tests coverage pit misses quantiles murphy origins ");
  results.gates = Table("gates", "", {});
  EXPECT_EQ(names(), "scores skill tests coverage pit misses quantiles murphy origins gates ");
  EXPECT_EQ(results.scores.row_count(), 40U * 2U * 2U * 3U);
  EXPECT_EQ(results.title, "Weeks again");
}

}  // namespace
}  // namespace ebbtide
