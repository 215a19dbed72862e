#include "backtest/explanation_tables.h"

#include <gtest/gtest.h>

#include <set>

#include "support/explanations.h"

namespace ebbtide {
namespace {

double number(const Table& table, std::size_t row, const char* column) {
  return std::get<double>(table.at(row, table.column_index(column)));
}

std::string text(const Table& table, std::size_t row, const char* column) {
  return std::get<std::string>(table.at(row, table.column_index(column)));
}

bool is_empty(const Table& table, std::size_t row, const char* column) {
  return std::holds_alternative<std::monostate>(table.at(row, table.column_index(column)));
}

TEST(ExplanationTables, DescribeEveryColumnUnderNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Table& table : explanation_tables({fixture::small_explanation()})) {
    EXPECT_TRUE(names.insert(table.name()).second);
    EXPECT_GT(table.row_count(), 0U) << table.name();
    for (const Column& column : table.columns()) EXPECT_FALSE(column.description.empty()) << column.name;
  }
  EXPECT_EQ(names, (std::set<std::string>{"weeks", "explanation", "bridge", "breadth", "records", "market"}));
}

TEST(ExplainedFlowsTable, AddsUpInEveryRowThatIsKnown) {
  const Table table = explained_flows_table({fixture::small_explanation()});
  ASSERT_EQ(table.row_count(), 4U);
  EXPECT_EQ(number(table, 0, "expected") + number(table, 0, "macro") + number(table, 0, "prices") +
                number(table, 0, "unexplained"),
            number(table, 0, "realised"));
  EXPECT_EQ(number(table, 0, "percentile_mp"), 20.0);
  EXPECT_EQ(text(table, 1, "member"), "Bitcoin");
  EXPECT_EQ(text(table, 3, "status"), "inferred");
  for (const char* column : {"realised", "unexplained", "percentile_u"}) EXPECT_TRUE(is_empty(table, 3, column));
}

TEST(ExplainedWeeksTable, HasTitlesWhereThereAreAny) {
  Explanation titled = fixture::small_explanation();
  titled.title = "A week";
  titled.why = "because";
  const Table table = explained_weeks_table({fixture::small_explanation(), titled});
  ASSERT_EQ(table.row_count(), 2U);
  EXPECT_TRUE(is_empty(table, 0, "title"));
  EXPECT_EQ(text(table, 1, "why"), "because");
  EXPECT_EQ(number(table, 1, "realised_pct_aum"), -7.0);
}

TEST(ExplainedBridgeTable, HasTheLawsOfTheTotalAndWhatCame) {
  const Table table = explained_bridge_table({fixture::small_explanation()});
  ASSERT_EQ(table.row_count(), 4U);
  EXPECT_EQ(text(table, 0, "law"), "U");
  EXPECT_EQ(text(table, 2, "law"), "MP");
  EXPECT_EQ(text(table, 3, "law"), "realised");
  EXPECT_EQ(number(table, 3, "market"), -300.0);
}

TEST(FlowRecordsTable, LeavesSinceEmptyForALargestEver) {
  const Table table = flow_records_table({fixture::small_explanation()});
  ASSERT_EQ(table.row_count(), 3U);
  EXPECT_EQ(text(table, 0, "side"), "outflow");
  EXPECT_EQ(number(table, 0, "since_flow"), -1940.0);
  EXPECT_EQ(text(table, 2, "side"), "inflow");
  EXPECT_TRUE(is_empty(table, 2, "since"));
}

TEST(BreadthTable, NamesTheEnds) {
  Explanation none = fixture::small_explanation();
  none.breadth.front().inflows = 0;
  none.breadth.front().largest_inflow.clear();
  const Table table = breadth_table({fixture::small_explanation(), none});
  EXPECT_EQ(text(table, 0, "largest_inflow"), "Solana");
  EXPECT_TRUE(is_empty(table, 1, "largest_inflow"));
  EXPECT_TRUE(is_empty(table, 1, "largest_inflow_flow"));
  EXPECT_EQ(number(table, 1, "largest_outflow_flow"), -720.0);
}

TEST(MarketMovesTable, LeavesUnknownValuesEmpty) {
  const Table table = market_moves_table({fixture::small_explanation()});
  EXPECT_EQ(text(table, 0, "group"), "macro");
  EXPECT_EQ(number(table, 1, "value"), -6.5);
  EXPECT_TRUE(is_empty(table, 3, "value"));
}

}  // namespace
}  // namespace ebbtide
