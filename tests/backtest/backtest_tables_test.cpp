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
                           "Bitcoin", "cumulative_net_flow", "crps", "%", 12.5});
  const auto total = [&](const char* score, const char* unit, double value) {
    result.scores.push_back({"ar1_t", Track::unconditional, day("2025-06-02"), 1, day("2025-06-06"), Level::total, "",
                             "aum", score, unit, value});
  };
  total("crps", "musd", 50.0);
  total("crps", "%", 5.0);
  total("pit", "", 0.25);
  // Of single members the engine's alone.
  result.scores.push_back(result.scores.front());
  result.scores.back().model = "ar1_t";
  result.quantiles.push_back({"ar1_t", Track::unconditional, day("2025-06-02"), 1, "aum", 1, 2, 3, 4, 5, 0.5});
  result.origins.push_back({day("2025-06-02"), day("2025-06-06"), 1, day("2025-06-06"), 1000.0, -3.0, std::nullopt});
  EXPECT_EQ(csv_text(scores_table(definition, result)),
            "universe,model,track,origin,horizon,level,member,target,crps,tail_crps,wis,pit,energy,variogram,var_es,"
            "log\n"
            "funds,ebbtide,MP,2025-06-02,2,assets,Bitcoin,cumulative_net_flow,12.5,,,,,,,\n"
            "funds,ar1_t,U,2025-06-02,1,total,,aum,5,,,0.25,,,,\n");
  EXPECT_EQ(csv_text(quantiles_table(definition, result)),
            "universe,model,track,origin,horizon,target,q05,q25,q50,q75,q95,shortfall_05\n"
            "funds,ar1_t,U,2025-06-02,1,aum,1,2,3,4,5,0.5\n");
  EXPECT_EQ(csv_text(origins_table(definition, result)),
            "universe,origin,week_one,horizon,week_end,opening_aum,realised_flow,realised_aum\n"
            "funds,2025-06-02,2025-06-06,1,2025-06-06,1000,-3,\n");
  for (const Table& table :
       {scores_table(definition, result), quantiles_table(definition, result), origins_table(definition, result)}) {
    for (const Column& column : table.columns()) EXPECT_FALSE(column.description.empty()) << column.name;
  }
}

}  // namespace
}  // namespace ebbtide
