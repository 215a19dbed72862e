#include "core/table_reader.h"

#include <gtest/gtest.h>

#include "core/contract.h"

namespace ebbtide {
namespace {

Table sample() {
  Table table("sample", "A table",
              {{"name", ColumnType::text, "", ""},
               {"count", ColumnType::integer, "", ""},
               {"value", ColumnType::number, "", ""},
               {"day", ColumnType::date, "", ""}});
  table.append({std::string("a"), std::int64_t{7}, 0.25, *parse_date("2026-01-19")});
  table.append({std::monostate{}, std::monostate{}, std::monostate{}, std::monostate{}});
  return table;
}

TEST(TableReader, ReadsCellsByTheNameOfTheirColumn) {
  const Table table = sample();
  const TableReader reader(table);
  EXPECT_EQ(reader.rows(), 2U);
  EXPECT_EQ(reader.text(0, "name"), "a");
  EXPECT_EQ(reader.text(0, "value"), "0.25");
  EXPECT_EQ(reader.text(0, "day"), "2026-01-19");
  EXPECT_EQ(reader.whole(0, "count"), 7);
  EXPECT_EQ(reader.number(0, "count"), 7.0);
  EXPECT_EQ(reader.number(0, "name"), std::nullopt);
  EXPECT_EQ(reader.date(0, "day"), parse_date("2026-01-19"));
}

TEST(TableReader, KnowsWhatIsUnknownAndRefusesOtherColumns) {
  const Table table = sample();
  const TableReader reader(table);
  EXPECT_EQ(reader.text(1, "name"), "");
  EXPECT_EQ(reader.number(1, "value"), std::nullopt);
  EXPECT_EQ(reader.whole(1, "count"), 0);
  EXPECT_EQ(reader.date(1, "day"), std::nullopt);
  EXPECT_THROW(reader.cell(0, "nmae"), InternalError);
}

}  // namespace
}  // namespace ebbtide
