#include "backtest/murphy_table.h"

#include <gtest/gtest.h>

#include <map>

#include "core/table_reader.h"
#include "stats/interval_score.h"
#include "support/score_rows.h"

namespace ebbtide {
namespace {

using fixture::day;

// Medians of 1, 2, .. % beside outcomes that are 1 % higher; the rival is right.
BacktestResult sample() {
  BacktestResult result;
  for (int week = 0; week < 4; ++week) {
    const Date origin = add_weeks(day("2025-06-02"), week), target = add_weeks(day("2025-06-06"), week);
    const double came = 10.0 * (week + 2);
    result.origins.push_back({origin, target, 1, target, 1000.0, came, std::nullopt});
    const auto add = [&](const char* model, double median) {
      result.quantiles.push_back({model, Track::macro, origin, 1, "cumulative_net_flow", median - 20.0, median - 5.0,
                                  median, median + 5.0, median + 20.0, median - 25.0});
    };
    add("ebbtide", came - 10.0);
    add("ar1_t", came);
  }
  return result;
}

// The area under a curve is the mean pinball loss: of the median half the absolute error, 0.5 for the engine.
TEST(MurphyTable, HasThePinballLossAsItsArea) {
  const Table table = murphy_table(fixture::scored_definition(), sample());
  const TableReader reader(table);
  ASSERT_EQ(reader.rows(), 2U * 2U * kMurphyThresholds);
  std::map<std::string, double> area;
  double step = 0.0;
  for (std::size_t row = 0; row < reader.rows(); ++row) {
    if (*reader.number(row, "quantile") != 0.5) continue;
    if (row > 0 && reader.text(row, "model") == reader.text(row - 1, "model"))
      step = *reader.number(row, "threshold") - *reader.number(row - 1, "threshold");
    area[reader.text(row, "model")] += *reader.number(row, "value");
  }
  // The midpoint rule is off by at most a step at either end of a week's threshold range.
  EXPECT_NEAR(area["ebbtide"] * step, 0.5, step);
  EXPECT_EQ(area["ar1_t"], 0.0);
}

TEST(MurphyTable, IsOfOutcomesThatAllModelsForecast) {
  BacktestResult result = sample();
  std::erase_if(result.quantiles, [](const QuantileRow& row) { return row.model == "ar1_t"; });
  result.quantiles.push_back(sample().quantiles.back());
  EXPECT_EQ(murphy_table(fixture::scored_definition(), result).row_count(), 0U) << "one outcome in common";
}

}  // namespace
}  // namespace ebbtide
