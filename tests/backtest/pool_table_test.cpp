#include "backtest/pool_table.h"

#include <gtest/gtest.h>

#include "support/backtest_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

TEST(PoolTable, ListsAWeightARow) {
  BacktestResult result;
  result.pool_weights.push_back({Track::macro_and_prices, fixture::day("2025-06-02"), 4, "aum", 12, 0.25});
  EXPECT_EQ(csv_text(pool_table(fixture::small_backtest(), result)),
            "universe,track,origin,horizon,target,partner,past_forecasts,ebbtide_weight\n"
            "us-spot-etf,MP,2025-06-02,4,aum,ar1_t_return,12,0.25\n");
}

}  // namespace
}  // namespace ebbtide
