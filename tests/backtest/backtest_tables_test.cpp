#include "backtest/backtest_tables.h"

#include <gtest/gtest.h>

#include "support/backtest_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::day;

TEST(BacktestTables, ListScoresAndOrigins) {
  BacktestDefinition definition;
  definition.universe = "funds";
  BacktestResult result;
  result.scores.push_back({"ebbtide", Track::macro_and_prices, day("2025-06-02"), 2, day("2025-06-13"), Level::assets,
                           "Bitcoin", "cumulative_net_flow", "crps", "musd", 12.5});
  result.scores.push_back({"ar1_t", Track::unconditional, day("2025-06-02"), 1, day("2025-06-06"), Level::total, "",
                           "aum", "pit", "", 0.25});
  result.origins.push_back({day("2025-06-02"), day("2025-06-06"), 1, day("2025-06-06"), 1000.0, -3.0, std::nullopt});
  EXPECT_EQ(csv_text(scores_table(definition, result)),
            "universe,model,track,origin,horizon,week_end,level,member,target,score,unit,value\n"
            "funds,ebbtide,MP,2025-06-02,2,2025-06-13,assets,Bitcoin,cumulative_net_flow,crps,musd,12.5\n"
            "funds,ar1_t,U,2025-06-02,1,2025-06-06,total,,aum,pit,,0.25\n");
  EXPECT_EQ(csv_text(origins_table(definition, result)),
            "universe,origin,week_one,horizon,week_end,opening_aum,realised_flow,realised_aum\n"
            "funds,2025-06-02,2025-06-06,1,2025-06-06,1000,-3,\n");
  for (const Table& table : {scores_table(definition, result), origins_table(definition, result)}) {
    for (const Column& column : table.columns()) EXPECT_FALSE(column.description.empty()) << column.name;
  }
}

}  // namespace
}  // namespace ebbtide
