#include "backtest/equality_tests.h"

#include <gtest/gtest.h>

#include "core/table_reader.h"
#include "random/boost_draws.h"
#include "support/score_rows.h"

namespace ebbtide {
namespace {

using fixture::score_row;
using fixture::scored_definition;

// The ten differences of methods: .3 -.1 .4 .2 0 .5 -.2 .1 .3 .2.
BacktestResult ten_weeks(int weeks) {
  BacktestResult result;
  int week = 0;
  for (const double difference : {0.3, -0.1, 0.4, 0.2, 0.0, 0.5, -0.2, 0.1, 0.3, 0.2}) {
    result.scores.push_back(score_row("ebbtide", week, "crps", 1.0 + difference, weeks));
    result.scores.push_back(score_row("ar1_t", week++, "crps", 1.0, weeks));
  }
  return result;
}

TEST(TestsTable, HasTheReferenceValuesOfDieboldAndMariano) {
  const Table table = tests_table(scored_definition(), ten_weeks(1));
  const TableReader reader(table);
  ASSERT_EQ(reader.rows(), 2U);
  EXPECT_EQ(reader.text(0, "model"), "ebbtide");
  EXPECT_EQ(reader.text(0, "statistic"), "");
  EXPECT_NEAR(*reader.number(1, "difference"), 0.17, 1e-12);
  EXPECT_NEAR(*reader.number(1, "statistic"), 2.42857142857, 1e-9);
  EXPECT_NEAR(*reader.number(1, "p_value"), 0.0380716550, 1e-9);
  EXPECT_EQ(reader.text(1, "kernel"), "rectangular");
}

TEST(TestsTable, SaysWhichKernelItFellBackOn) {
  BacktestDefinition definition = scored_definition();
  definition.horizons = {2};
  const Table table = tests_table(definition, ten_weeks(2));
  EXPECT_EQ(TableReader(table).text(1, "kernel"), "bartlett");
  EXPECT_NEAR(*TableReader(table).number(1, "statistic"), 3.325989, 1e-6);
}

TEST(TestsTable, LeavesOutOfTheSetWhatIsWorse) {
  BacktestResult result;
  PlaceEngine draws(8, {});
  for (int week = 0; week < 60; ++week) {
    const double common = 5.0 + normal_draw(draws);
    result.scores.push_back(score_row("ebbtide", week, "crps", common + 0.2 * normal_draw(draws)));
    result.scores.push_back(score_row("ar1_t", week, "crps", common + 0.2 * normal_draw(draws)));
    result.scores.push_back(score_row("climatology", week, "crps", common + 1.0 + 0.2 * normal_draw(draws)));
  }
  const Table table = tests_table(scored_definition(), result);
  const TableReader reader(table);
  EXPECT_EQ(reader.text(0, "set"), "not separable");
  EXPECT_EQ(reader.text(1, "set"), "not separable");
  EXPECT_EQ(reader.text(2, "set"), "worse");
  EXPECT_LT(*reader.number(2, "p_value"), 1e-6);
}

TEST(TestsTable, NeedsForecastsInCommon) {
  BacktestResult result = ten_weeks(1);
  result.scores.resize(14);  // seven weeks
  EXPECT_EQ(tests_table(scored_definition(), result).row_count(), 0U);
  EXPECT_EQ(tests_table(scored_definition(), {}).row_count(), 0U);
}

}  // namespace
}  // namespace ebbtide
