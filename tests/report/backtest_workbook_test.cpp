#include "report/backtest_workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/error.h"
#include "support/backtest_tables.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string book_bytes(const TemporaryFolder& temporary, const std::string& name, const BacktestResults& results,
                       const std::string& hash) {
  write_backtest_workbook(results, hash, temporary.file(name));
  return *read_file(temporary.file(name));
}

TEST(BacktestWorkbook, HasTheSameBytesForTheSameBacktest) {
  const TemporaryFolder temporary;
  const BacktestResults results = fixture::backtest_tables();
  const std::string first = book_bytes(temporary, "one.xlsx", results, "feed");
  EXPECT_EQ(first, book_bytes(temporary, "two.xlsx", results, "feed"));
  EXPECT_NE(first, book_bytes(temporary, "three.xlsx", results, "beef"));
}

std::string facts_of(const BacktestResults& results) {
  const TemporaryFolder temporary;
  book_bytes(temporary, "book.xlsx", results, "feed");
  const std::string command = "/usr/bin/python3 " EBBTIDE_SOURCE_DIR "/tests/report/backtest_facts.py " +
                              temporary.file("book.xlsx") + " > " + temporary.file("facts.txt");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return *read_file(temporary.file("facts.txt"));
}

bool has_openpyxl() {
  return std::system("/usr/bin/python3 -c 'import openpyxl' >/dev/null 2>&1") == 0;
}

TEST(BacktestWorkbook, ReadsBackWithItsVerdictNumbersAndCharts) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  const std::string facts = facts_of(fixture::backtest_tables());
  EXPECT_THAT(facts, HasSubstr("sheets README|Scores|Coverage|PIT|Reliability|Fan|Tests|Murphy|Weeks|Data|Dictionary|"
                               "Chart data\n"));
  EXPECT_THAT(facts,
              HasSubstr("README Against the last 52 weeks|Known of the weeks ahead|1 week ahead|4 weeks ahead\n"));
  EXPECT_THAT(facts, HasSubstr("README Net flow|nothing (U)|even "));
  EXPECT_THAT(facts, HasSubstr("README Net flow|macro factors (M)|held: "));
  // The mean score is a number with a name of its own, skill a fraction shown in %.
  EXPECT_THAT(facts, HasSubstr("score_total_flow_u_1w"));
  EXPECT_THAT(facts, HasSubstr("number Scores G5 0.2 0.0%"));
  EXPECT_THAT(facts, HasSubstr("Tests Net flow|U|1|40|ebbtide, climatology_52|"));
  EXPECT_THAT(facts, HasSubstr("below the 5 % quantile"));
  EXPECT_THAT(facts, HasSubstr("Weeks 2025-06-02 00:00:00|2025-06-06 00:00:00|50|"));
  // Four PIT charts, two of reliability, four fans, four Murphy diagrams, each with words for those who cannot see it.
  EXPECT_THAT(facts, HasSubstr("\ncharts 14 14\n"));
  EXPECT_THAT(facts, HasSubstr("merged 0\n"));
  EXPECT_THAT(facts, HasSubstr("property True\n"));
}

TEST(BacktestWorkbook, SaysThatNothingWasCompared) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  BacktestResults results = fixture::backtest_tables();
  const auto emptied = [](const Table& table) { return Table(table.name(), table.title(), table.columns()); };
  for (Table* table : {&results.skill, &results.tests, &results.coverage, &results.pit, &results.misses,
                       &results.quantiles, &results.murphy})
    *table = emptied(*table);
  const std::string facts = facts_of(results);
  EXPECT_THAT(facts, HasSubstr("No rival was compared."));
  EXPECT_THAT(facts, HasSubstr("\ncharts 0 0\n"));
}

TEST(BacktestWorkbook, SaysWhichFileCannotBeWritten) {
  const TemporaryFolder temporary;
  EXPECT_THROW(write_backtest_workbook(fixture::backtest_tables(), "feed", temporary.file("missing/book.xlsx")),
               IoError);
}

}  // namespace
}  // namespace ebbtide
