// coverage_table and weeks_table.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "history/check.h"
#include "support/shipped.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using testing::day;
using testing::load_shipped;

// The row of a coverage table for a series and year.
std::optional<std::size_t> row_of(const Table& table, const std::string& measure, const std::string& dimension,
                                  const std::string& member, std::int64_t year) {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (table.at(row, 0) == Cell(measure) && table.at(row, 1) == Cell(dimension) && table.at(row, 2) == Cell(member) &&
        table.at(row, 3) == Cell(year)) {
      return row;
    }
  }
  return std::nullopt;
}

TEST(CoverageTable, CountsTheWeeksOfTheWorldTotal) {
  const Table table = coverage_table(load_shipped("global-etp"));
  const auto row = row_of(table, "net_flow", "total", "", 2025);
  ASSERT_TRUE(row);
  const auto seen = std::get<std::int64_t>(table.at(*row, table.column_index("weeks_seen")));
  const auto missing = std::get<std::int64_t>(table.at(*row, table.column_index("weeks_missing")));
  EXPECT_EQ(seen + missing, 52);
  EXPECT_GT(missing, 10);
  EXPECT_EQ(table.at(*row, table.column_index("first_week")), Cell(day("2025-02-21")));
  EXPECT_EQ(table.at(*row, table.column_index("largest_residual")), Cell(std::monostate{}));
}

TEST(CoverageTable, ShowsTheResidualOfPartialLists) {
  const Table table = coverage_table(load_shipped("global-etp"));
  const auto row = row_of(table, "net_flow", "issuer", "(residual)", 2026);
  ASSERT_TRUE(row);
  // The reference week: the named issuers take 1,570 of 1,730 million.
  EXPECT_EQ(table.at(*row, table.column_index("largest_residual")), Cell(160.0));
  EXPECT_TRUE(row_of(table, "net_flow", "asset", "Tron", 2022));  // a part of the residual member
}

TEST(CoverageTable, HasNoMissingWeekInTheUsCube) {
  const Table table = coverage_table(load_shipped("us-spot-etf"));
  for (const std::int64_t year : {2024, 2025, 2026}) {
    const auto row = row_of(table, "net_flow", "total", "", year);
    ASSERT_TRUE(row);
    EXPECT_EQ(table.at(*row, table.column_index("weeks_missing")), Cell(std::int64_t{0}));
  }
}

TEST(WeeksTable, HasEveryWeekOnceAndSaysWhichAreMissing) {
  const Table table = weeks_table(load_shipped("global-etp"));
  EXPECT_EQ(table.at(0, 0), Cell(day("2020-12-04")));
  int missing = 0;
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    EXPECT_EQ(std::get<Date>(table.at(row, 0)), add_weeks(day("2020-12-04"), static_cast<int>(row)));
    const bool is_missing = table.at(row, 1) == Cell(std::string("missing"));
    EXPECT_EQ(is_missing, std::holds_alternative<std::monostate>(table.at(row, table.column_index("net_flow_total"))));
    missing += is_missing ? 1 : 0;
  }
  EXPECT_EQ(static_cast<int>(table.row_count()) - missing, 133);
}

TEST(WeeksTable, ShowsTheReferenceWeek) {
  const Table table = weeks_table(load_shipped("global-etp"));
  const auto row = static_cast<std::size_t>(weeks_between(day("2020-12-04"), day("2026-01-23")));
  const auto value = [&](const char* column) { return std::get<double>(table.at(row, table.column_index(column))); };
  EXPECT_EQ(value("net_flow_total"), -1730.0);
  EXPECT_EQ(value("aum_total"), 178000.0);
  EXPECT_EQ(value("net_flow_asset_short_bitcoin"), 0.5);
  EXPECT_EQ(value("net_flow_region_united_states"), -1800.0);
  EXPECT_NEAR(value("residual_issuer"), -160.0, 1e-9);
  EXPECT_NEAR(value("dollar"), -0.99, 0.005);
}

TEST(WeeksTable, HasUniqueColumnNamesAndIsValidCsv) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const Table table = weeks_table(load_shipped(name));
    std::set<std::string> names;
    for (const Column& column : table.columns()) EXPECT_TRUE(names.insert(column.name).second) << column.name;
    Findings findings;
    EXPECT_TRUE(parse_csv("weeks.csv", csv_text(table), {}, findings)) << render(findings, false);
  }
}

}  // namespace
}  // namespace ebbtide
