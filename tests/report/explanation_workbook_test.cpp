#include "report/explanation_workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/explanations.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string book_bytes(const TemporaryFolder& temporary, const std::string& title,
                       const std::vector<Explanation>& explanations) {
  write_explanation_workbook(title, explanations, temporary.file("book.xlsx"));
  return *read_file(temporary.file("book.xlsx"));
}

bool has_openpyxl() {
  return std::system("/usr/bin/python3 -c 'import openpyxl' >/dev/null 2>&1") == 0;
}

// Rows as openpyxl reads them.
std::string facts_of(const std::string& title, const std::vector<Explanation>& explanations) {
  const TemporaryFolder temporary;
  book_bytes(temporary, title, explanations);
  const std::string command = "/usr/bin/python3 " EBBTIDE_SOURCE_DIR "/tests/report/comparison_facts.py " +
                              temporary.file("book.xlsx") + " > " + temporary.file("facts.txt");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return *read_file(temporary.file("facts.txt"));
}

int charts_of(const std::vector<Explanation>& explanations) {
  const TemporaryFolder temporary;
  book_bytes(temporary, "", explanations);
  const std::string command =
      "unzip -l " + temporary.file("book.xlsx") + " | grep -c 'xl/charts/chart' > " + temporary.file("count.txt");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return std::stoi(*read_file(temporary.file("count.txt")));
}

TEST(ExplanationWorkbook, HasTheSameBytesForTheSameExplanations) {
  const TemporaryFolder temporary;
  const std::string first = book_bytes(temporary, "Weeks", {fixture::small_explanation()});
  EXPECT_EQ(first, book_bytes(temporary, "Weeks", {fixture::small_explanation()}));
  EXPECT_NE(first, book_bytes(temporary, "Other weeks", {fixture::small_explanation()}));
}

TEST(ExplanationWorkbook, ReadsBackWithSplitTextAndMembers) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  const std::string facts = facts_of("", {fixture::small_explanation()});
  EXPECT_THAT(facts, HasSubstr("sheets Summary|Flows|Bridge|Breadth|Records|Market|Dictionary|Chart data\n"));
  EXPECT_THAT(facts, HasSubstr("created 2026-01-26T00:00:00\n")) << "the day of publication";
  EXPECT_THAT(facts, HasSubstr("Summary funds|2026-01-23 00:00:00||-0.07|100|-10|-590|-200|-700|0.02|0.025|0.2\n"));
  EXPECT_THAT(facts, HasSubstr("Summary Funds, week to 2026-01-23: net flow -700m USD"));
  EXPECT_THAT(facts, HasSubstr("Flows funds|2026-01-23 00:00:00|asset|Solana|100|-10|-590|520|20|"));
  EXPECT_THAT(facts, HasSubstr("|seen|the largest inflow of the 8 known weeks from 2025-12-05 on\n"));
  EXPECT_THAT(facts, Not(HasSubstr("|Sui|100"))) << "no figure came out";
  EXPECT_THAT(facts,
              HasSubstr("Bridge funds|2026-01-23 00:00:00|total|total|realised|10000|-700|-300|9000|published\n"));
  EXPECT_THAT(facts, HasSubstr("Breadth funds|2026-01-23 00:00:00|asset|2|1|1|1.4|Solana|20|Bitcoin|-720\n"));
  EXPECT_THAT(facts, HasSubstr("Market funds|2026-01-23 00:00:00|bitcoin|Bitcoin|price|%|-6.5|-1.2|no\n"));
  EXPECT_THAT(facts, HasSubstr("Dictionary records.csv|since|date||"));
  EXPECT_THAT(facts, HasSubstr("Chart data Miss: funds, 2026-01-23, USD m"));
}

TEST(ExplanationWorkbook, OfAListHasEveryTitleInWordsAndOneChart) {
  if (!has_openpyxl()) GTEST_SKIP() << "python3-openpyxl is not installed";
  std::vector<Explanation> weeks(5, fixture::small_explanation());
  for (std::size_t i = 0; i < weeks.size(); ++i) weeks[i].title = "Week " + std::to_string(i);
  weeks.back().why = "because";
  const std::string facts = facts_of("Five weeks", weeks);
  EXPECT_THAT(facts, HasSubstr("sheets Summary|In words|Flows|"));
  EXPECT_THAT(facts, HasSubstr("Summary Five weeks|"));
  EXPECT_THAT(facts, HasSubstr("In words funds|2026-01-23 00:00:00|Week 4|because|Funds, week to 2026-01-23"));
  EXPECT_THAT(facts, HasSubstr("Chart data funds, 2026-01-23|1|-0.1|-5.9|-2\n")) << "in % of opening AUM";
  EXPECT_EQ(charts_of(weeks), 1);
}

TEST(ExplanationWorkbook, HasThreeChartsOfAWeekAndTwoWithoutAum) {
  Explanation week = fixture::small_explanation();
  EXPECT_EQ(charts_of({week}), 3);
  EXPECT_EQ(charts_of({week, week}), 6);
  week.flows.front().bridge.reset();
  EXPECT_EQ(charts_of({week}), 2);
}

}  // namespace
}  // namespace ebbtide
