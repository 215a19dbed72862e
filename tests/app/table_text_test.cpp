#include "app/table_text.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

Table sample() {
  Table table("sample", "A sample",
              {{.name = "name"},
               {.name = "value", .type = ColumnType::number},
               {.name = "count", .type = ColumnType::integer},
               {.name = "day", .type = ColumnType::date}});
  table.append({std::string("Bitcoin"), -1090.25, std::int64_t{3}, *parse_date("2026-01-23")});
  table.append({std::string("Zürich | a"), Cell{}, Cell{}, Cell{}});
  return table;
}

TEST(TableText, AlignsColumnsByCharacters) {
  EXPECT_EQ(table_text(sample(), TableFormat::aligned),
            "name           value  count  day\n"
            "Bitcoin     -1090.25      3  2026-01-23\n"
            "Zürich | a         -      -  -\n");
}

TEST(TableText, WritesMarkdown) {
  EXPECT_EQ(table_text(sample(), TableFormat::markdown),
            "| name | value | count | day |\n"
            "| --- | ---: | ---: | --- |\n"
            "| Bitcoin | -1090.25 | 3 | 2026-01-23 |\n"
            "| Zürich \\| a |  |  |  |\n");
}

TEST(TableText, WritesCsvAndJsonWithRoundTripNumbers) {
  Table table("one", "One", {{.name = "value", .type = ColumnType::number}});
  table.append({0.1 + 0.2});
  EXPECT_EQ(table_text(table, TableFormat::csv), "value\n0.30000000000000004\n");
  table.append({Cell{}});
  EXPECT_EQ(table_text(table, TableFormat::json),
            "[\n  {\n    \"value\": 0.30000000000000004\n  },\n  {\n    \"value\": null\n  }\n]\n");
}

TEST(TableText, ShowsSixDigitsAndWholeNumbersInFull) {
  Table table("one", "One", {{.name = "v", .type = ColumnType::number}});
  table.append({1.0 / 3.0});
  table.append({178000000.0});
  EXPECT_EQ(table_text(table, TableFormat::aligned), "        v\n 0.333333\n178000000\n");
}

TEST(TableText, LeavesNoControlCharactersForTheTerminal) {
  Table table("one", "One", {{.name = "v"}});
  table.append({std::string("a\x1b[31m\nb")});
  EXPECT_EQ(table_text(table, TableFormat::aligned).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace ebbtide
