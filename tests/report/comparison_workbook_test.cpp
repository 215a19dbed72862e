#include "report/comparison_workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/error.h"
#include "support/comparisons.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::Not;

const Date kDay = Date(std::chrono::year(2026) / 1 / 23);

std::string book_bytes(const TemporaryFolder& temporary, const std::string& name, const Comparison& comparison) {
  write_comparison_workbook(comparison, kDay, temporary.file(name));
  return *read_file(temporary.file(name));
}

TEST(ComparisonWorkbook, HasTheSameBytesForTheSameComparison) {
  const TemporaryFolder temporary;
  const Comparison comparison = fixture::comparison_beyond_noise();
  const std::string first = book_bytes(temporary, "one.xlsx", comparison);
  EXPECT_EQ(first, book_bytes(temporary, "two.xlsx", comparison));
  EXPECT_NE(first, book_bytes(temporary, "three.xlsx", {}));
}

// Rows as openpyxl reads them, marked cells with an asterisk.
std::string facts_of(const Comparison& comparison) {
  const TemporaryFolder temporary;
  book_bytes(temporary, "book.xlsx", comparison);
  const std::string command = "/usr/bin/python3 " EBBTIDE_SOURCE_DIR "/tests/report/comparison_facts.py " +
                              temporary.file("book.xlsx") + " > " + temporary.file("facts.txt");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return *read_file(temporary.file("facts.txt"));
}

bool has_openpyxl() {
  return std::system("/usr/bin/python3 -c 'import openpyxl' >/dev/null 2>&1") == 0;
}

TEST(ComparisonWorkbook, ReadsBackWithBothSidesAndItsMarks) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  const std::string facts = facts_of(fixture::comparison_beyond_noise());
  EXPECT_THAT(facts, HasSubstr("sheets Summary|Inputs|Differences|Side by side|Other tables\n"));
  EXPECT_THAT(facts, HasSubstr("created 2026-01-23T00:00:00\n"));
  EXPECT_THAT(facts, HasSubstr("Summary results/a against results/b|"));
  EXPECT_THAT(facts, HasSubstr("Summary summary|0|0|12|0|12|0|"));
  // The total is within noise and not marked.
  EXPECT_THAT(facts, HasSubstr("Summary cuts|net_flow, musd|2026-01-23 00:00:00|100|101|1|0.35"));
  EXPECT_THAT(facts, HasSubstr("|within noise\n"));
  EXPECT_THAT(facts, HasSubstr("Inputs draws|cuts|seed|7|8\n"));
  EXPECT_THAT(facts, HasSubstr("Differences summary|cuts|2026-01-23 00:00:00|net_flow|Bitcoin|musd||mean|-60*|-160*|"
                               "-100*|-35.35"));
  EXPECT_THAT(facts, HasSubstr("|beyond noise*\n"));
  EXPECT_THAT(facts, HasSubstr("Side by side cuts|2026-01-23 00:00:00|net_flow|total|musd|100|101|1|100|101|1|"));
  EXPECT_THAT(facts, HasSubstr("Side by side cuts|2026-01-23 00:00:00|net_flow|Bitcoin|musd|-60*|-160*|-100*|"));
  EXPECT_THAT(facts, HasSubstr("|mean, sd, q05, q50, q95, shortfall_05*\n"));
  EXPECT_THAT(facts, HasSubstr("Other tables events|cuts||||"));
  EXPECT_THAT(facts, HasSubstr("frozen Differences C5\n"));
  // A pattern with conditions would show -60 as 60 in LibreOffice.
  EXPECT_THAT(facts, HasSubstr("\npatterns #,##0.00|0|0.0000|General|yyyy-mm-dd\n"));
}

TEST(ComparisonWorkbook, OfRunsThatAreTheSameSaysSo) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  Comparison same;
  same.first = "a";
  same.second = "b";
  const std::string facts = facts_of(same);
  EXPECT_THAT(facts, HasSubstr("Summary Same: every number is the same."));
  EXPECT_THAT(facts, HasSubstr("Inputs Nothing differs."));
  EXPECT_THAT(facts, HasSubstr("Differences None."));
  EXPECT_THAT(facts, Not(HasSubstr("*")));
}

TEST(ComparisonWorkbook, SaysWhichFileCannotBeWritten) {
  const TemporaryFolder temporary;
  EXPECT_THROW(write_comparison_workbook({}, kDay, temporary.file("missing/book.xlsx")), IoError);
}

}  // namespace
}  // namespace ebbtide
