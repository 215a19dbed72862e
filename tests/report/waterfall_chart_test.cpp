#include "report/waterfall_chart.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "report/workbook_style.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

// The parts of a workbook with one waterfall: its chart, and the sheet its cells stand on.
struct Parts {
  std::string chart, cells;
};

std::optional<Parts> parts_of(const std::vector<WaterfallStep>& steps) {
  const TemporaryFolder folder;
  {
    WorkbookFile book(folder.file("book.xlsx"), folder.path().string());
    const Formats formats(book);
    SheetWriter sheet(book.add_sheet(kChartDataSheet), kChartDataSheet, formats);
    sheet.begin("Chart data", "", {{"Label", 20, false}}, 0);
    ChartData data(sheet);
    sheet.insert_chart(waterfall_chart(book, data, "block", "title", "#,##0.0", steps), {0, 9}, 400, 200, "words");
    book.close();
  }
  const auto part = [&](const std::string& name) {
    const std::string out = folder.file("part.xml");
    const std::string command = "unzip -p " + folder.file("book.xlsx") + " " + name + " > " + out;
    return std::system(command.c_str()) == 0 ? read_file(out) : std::nullopt;
  };
  const auto chart = part("xl/charts/chart1.xml"), cells = part("xl/worksheets/sheet1.xml");
  if (!chart || !cells) return std::nullopt;
  return Parts{*chart, *cells};
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

// Cells that hold the number; those of texts hold a place in the list of texts.
std::size_t numbers(const std::string& cells, const std::string& value) {
  const std::string cell = "><v>" + value + "</v>";
  return count(cells, cell) - count(cells, "t=\"s\"" + cell);
}

TEST(WaterfallChart, CutsABarThatCrossesZeroAndSaysItsWholeChange) {
  if (std::system("command -v unzip > /dev/null") != 0) GTEST_SKIP() << "unzip is not installed";
  const std::optional<Parts> parts =
      parts_of({{"opening", 3.0, true}, {"fall", -5.0, false}, {"rise", 1.0, false}, {"closing", -1.0, true}});
  ASSERT_TRUE(parts);
  // Above zero 3, below it 2; the rise hangs under a base of -1.
  EXPECT_EQ(numbers(parts->cells, "3"), 2U);
  EXPECT_EQ(numbers(parts->cells, "-2"), 1U);
  EXPECT_EQ(numbers(parts->cells, "-1"), 3U);
  for (const char* label : {">3.0<", ">-5.0<", ">+1.0<", ">-1.0<"}) EXPECT_EQ(count(parts->chart, label), 1U) << label;
  EXPECT_EQ(count(parts->chart, "<c:ser>"), 7U);
}

TEST(WaterfallChart, OfPositiveLevelsNeedsNoSecondHalf) {
  if (std::system("command -v unzip > /dev/null") != 0) GTEST_SKIP() << "unzip is not installed";
  const std::optional<Parts> parts = parts_of({{"opening", 10.0, true}, {"fall", -2.0, false}, {"closing", 8.0, true}});
  ASSERT_TRUE(parts);
  EXPECT_EQ(count(parts->chart, "<c:ser>"), 4U);
  EXPECT_EQ(count(parts->chart, ">-2.0<"), 1U);
}

}  // namespace
}  // namespace ebbtide
