#include "backtest/pit_table.h"

#include <gtest/gtest.h>

#include "core/table_reader.h"
#include "support/score_rows.h"

namespace ebbtide {
namespace {

using fixture::score_row;
using fixture::scored_definition;

BacktestResult result_of(const std::vector<double>& pits, int weeks = 1) {
  BacktestResult result;
  for (std::size_t t = 0; t < pits.size(); ++t)
    result.scores.push_back(score_row("ebbtide", static_cast<int>(t), "pit", pits[t], weeks));
  return result;
}

TEST(PitTable, CountsTheBinsAndTestsForecastsThatDoNotOverlap) {
  std::vector<double> pits;
  for (int t = 0; t < 40; ++t) pits.push_back((t % 20) / 20.0);
  const Table table = pit_table(scored_definition(), result_of(pits));
  const TableReader reader(table);
  ASSERT_EQ(reader.rows(), 1U);
  EXPECT_EQ(reader.whole(0, "outcomes"), 40);
  EXPECT_NEAR(*reader.number(0, "mean"), 0.475, 1e-12);
  for (const char* bin : {"bin_01", "bin_05", "bin_10"}) EXPECT_EQ(reader.whole(0, bin), 4) << bin;
  EXPECT_EQ(reader.whole(0, "apart"), 40);
  EXPECT_GT(*reader.number(0, "uniform_p"), 0.5);

  const Table overlapping = pit_table(scored_definition(), result_of(pits, 4));
  EXPECT_EQ(TableReader(overlapping).whole(0, "apart"), 10);
  const Table high = pit_table(scored_definition(), result_of(std::vector<double>(40, 0.9)));
  EXPECT_LT(*TableReader(high).number(0, "uniform_p"), 1e-4);
}

TEST(PitTable, HasNoTestForMembers) {
  BacktestResult result = result_of({0.2, 0.4, 0.6});
  for (ScoreRow& row : result.scores) {
    row.level = Level::assets;
    row.member = "Bitcoin";
  }
  const Table table = pit_table(scored_definition(), result);
  EXPECT_FALSE(TableReader(table).number(0, "uniform_p"));
  EXPECT_EQ(misses_table(scored_definition(), result).row_count(), 0U);
}

// The sequence of methods: Kupiec 12 misses of 104 at 10 %, Christoffersen on 00110000100000111000.
TEST(MissesTable, HasTheReferenceValuesOfItsTests) {
  std::vector<double> pits(104, 0.5);
  for (int t = 0; t < 12; ++t) pits[static_cast<std::size_t>(t) * 8] = 0.99;
  const Table rate = misses_table(scored_definition(), result_of(pits));
  const TableReader of_rate(rate);
  EXPECT_EQ(of_rate.text(0, "miss"), "outside_90");
  EXPECT_EQ(of_rate.whole(0, "misses"), 12);
  EXPECT_NEAR(*of_rate.number(0, "kupiec"), 0.261927863427, 1e-9);
  EXPECT_NEAR(*of_rate.number(0, "kupiec_p"), 0.608798769788, 1e-9);
  EXPECT_EQ(of_rate.whole(1, "misses"), 0) << "none of them lies in the lower tail";

  std::vector<double> run;
  for (const char digit : std::string("00110000100000111000")) run.push_back(digit == '1' ? 0.01 : 0.5);
  const Table runs = misses_table(scored_definition(), result_of(run));
  for (const std::size_t row : {0U, 1U}) {
    EXPECT_EQ(TableReader(runs).whole(row, "misses"), 6);
    EXPECT_NEAR(*TableReader(runs).number(row, "independence"), 1.33581041476, 1e-9);
  }
  // Every fourth of them: 0 0 1 0 1.
  const Table spaced = misses_table(scored_definition(), result_of(run, 4));
  EXPECT_EQ(TableReader(spaced).whole(0, "forecasts"), 5);
}

}  // namespace
}  // namespace ebbtide
