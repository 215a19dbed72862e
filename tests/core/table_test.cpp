#include "core/table.h"

#include <gtest/gtest.h>

#include "core/contract.h"

namespace ebbtide {
namespace {

Table four_columns() {
  return Table("flows", "Weekly flows",
               {{"asset", ColumnType::text, "", "Asset."},
                {"flow", ColumnType::number, "musd", "Net flow."},
                {"week", ColumnType::integer, "", "Week."},
                {"week_end", ColumnType::date, "", "Friday."}});
}

TEST(Table, KeepsRowsInTheOrderTheyCame) {
  Table table = four_columns();
  EXPECT_EQ(table.row_count(), 0u);
  table.append({std::string("Bitcoin"), -1090.0, std::int64_t{1}, *parse_date("2026-01-23")});
  table.append({std::monostate(), std::monostate(), std::monostate(), std::monostate()});
  EXPECT_EQ(table.row_count(), 2u);
  EXPECT_EQ(std::get<double>(table.at(0, 1)), -1090.0);
  EXPECT_EQ(std::get<Date>(table.at(0, 3)), *parse_date("2026-01-23"));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table.at(1, 0)));
  EXPECT_EQ(table.name(), "flows");
  EXPECT_EQ(table.title(), "Weekly flows");
}

TEST(Table, RefusesRowsThatDoNotMatchItsColumns) {
  Table table = four_columns();
  const Cell date = *parse_date("2026-01-23");
  EXPECT_THROW(table.append({std::string("Bitcoin")}), InternalError);
  EXPECT_THROW(table.append({1.0, 1.0, std::int64_t{1}, date}), InternalError);
  EXPECT_THROW(table.append({std::string("a"), std::int64_t{1}, std::int64_t{1}, date}), InternalError);
  EXPECT_THROW(table.append({std::string("a"), 1.0, 1.0, date}), InternalError);
  EXPECT_THROW(table.append({std::string("a"), 1.0, std::int64_t{1}, 3.0}), InternalError);
  EXPECT_EQ(table.row_count(), 0u);
}

TEST(Table, FindsColumnsByName) {
  EXPECT_EQ(four_columns().column_index("week"), 2u);
  EXPECT_THROW(four_columns().column_index("weak"), InternalError);
  EXPECT_EQ(Table().row_count(), 0u);
}

}  // namespace
}  // namespace ebbtide
