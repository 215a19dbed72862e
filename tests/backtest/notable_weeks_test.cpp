#include "backtest/notable_weeks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "backtest/explained_weeks.h"
#include "support/backtest_sample.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kGood =
    "schema: ebbtide-notable/1\ntitle: Weeks\ndata: ../data\nweeks:\n"
    "  - {universe: us-spot-etf, week: 2026-01-23, title: A week, why: large}\n"
    "  - {universe: global-etp, week: 2026-01-23, title: Another, why: large too}\n";

std::optional<NotableWeeks> load_text(const std::string& text, Findings& findings) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("weeks.yaml")) << text;
  return load_notable_weeks(folder.file("weeks.yaml"), findings);
}

std::vector<std::string> problems_of(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(load_text(text, findings).has_value());
  std::vector<std::string> problems;
  for (const Finding& finding : findings.sorted())
    problems.push_back(finding.code + " " + std::to_string(finding.where.line));
  return problems;
}

TEST(NotableWeeks, AreReadWithTheirPlaces) {
  Findings findings;
  const auto notable = load_text(kGood, findings);
  ASSERT_TRUE(notable.has_value()) << render(findings, false);
  EXPECT_EQ(notable->name, "weeks");
  EXPECT_EQ(notable->title, "Weeks");
  ASSERT_EQ(notable->weeks.size(), 2U);
  const NotableWeek& first = notable->weeks.front();
  EXPECT_EQ(first.universe, "us-spot-etf");
  EXPECT_EQ(date_text(first.week_end), "2026-01-23");
  EXPECT_EQ(first.title, "A week");
  EXPECT_EQ(first.why, "large");
  EXPECT_EQ(first.where.line, 5);
  EXPECT_EQ(first.where.column, 35);
  EXPECT_EQ(first.universe_where.column, 16);
}

TEST(NotableWeeks, ReportEveryFindingWithItsLine) {
  EXPECT_THAT(problems_of("schema: ebbtide-notable/2\nweeks:\n"
                          "  - {universe: us-spot-etf, week: 2026-01-32, title: A, why: b}\n"
                          "  - {universe: us-spot-etf, week: 2026-01-23, title: A, why: b, whyy: c}\n"
                          "  - {week: 2026-01-23, title: A}\n"
                          "  - {universe: us-spot-etf, week: 2026-01-23, title: A, why: b}\n"),
              ::testing::UnorderedElementsAre("unknown-schema 1", "missing-key 1", "invalid-date 3", "unknown-key 4",
                                              "missing-key 5", "missing-key 5", "repeated-name 6"));
  EXPECT_THAT(problems_of("schema: ebbtide-notable/1\ntitle: None\nweeks: []\n"), ElementsAre("wrong-type 3"));
}

TEST(NotableWeeks, ThatAreShippedCanBeExplained) {
  Findings findings;
  const auto notable = load_notable_weeks(EBBTIDE_SOURCE_DIR "/bench/weeks/notable.yaml", findings);
  ASSERT_TRUE(notable.has_value()) << render(findings, false);
  EXPECT_GE(notable->weeks.size(), 20U);
  for (const NotableWeek& week : notable->weeks)
    check_explained_week(fixture::shipped_history(week.universe), week.week_end, week.where, findings);
  EXPECT_THAT(findings.sorted(), IsEmpty()) << render(findings, false);
}

}  // namespace
}  // namespace ebbtide
