#include "backtest/explained_weeks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_history;
using ::testing::HasSubstr;

const SourcePosition kWhere{"weeks.yaml", 7, 11};

Finding finding_of(const std::string& universe, const char* week) {
  Findings findings;
  EXPECT_FALSE(check_explained_week(shipped_history(universe), day(week), kWhere, findings));
  EXPECT_EQ(findings.sorted().size(), 1U);
  return findings.sorted().front();
}

TEST(ExplainedFrom, IsTheMondayOfTheWeekWhereTheWeekBeforeWasKnown) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    EXPECT_EQ(explained_from(shipped_history(universe), day("2026-01-23")), day("2026-01-19")) << universe;
    EXPECT_EQ(explained_from(shipped_history(universe), day("2025-02-28")), day("2025-02-24")) << universe;
  }
}

TEST(ExplainedFrom, IsALaterDayWhereTheWeekBeforeCameOutLate) {
  const History& shipped = shipped_history("us-spot-etf");
  std::vector<Observation> flows = shipped.flows();
  for (Observation& row : flows) {
    if (row.week_end == day("2025-05-30")) row.published = day("2025-06-04");
  }
  const History late(shipped.universe(), shipped.market(), flows, shipped.aum(), shipped.first_market_week(),
                     shipped.levels());
  EXPECT_EQ(explained_from(late, day("2025-06-06")), day("2025-06-04"));
  EXPECT_EQ(explained_from(late, day("2025-06-13")), day("2025-06-09"));
}

TEST(ExplainedFrom, IsNoDayAfterAGapOrWithoutAFigure) {
  const History& history = shipped_history("global-etp");
  EXPECT_FALSE(explained_from(history, day("2025-05-16")).has_value()) << "never published";
  EXPECT_FALSE(explained_from(history, day("2025-05-23")).has_value()) << "the week before never was";
  EXPECT_FALSE(explained_from(history, day("2030-01-04")).has_value());
}

TEST(CheckExplainedWeek, PassesAWeekThatCanBe) {
  Findings findings;
  EXPECT_TRUE(check_explained_week(shipped_history("global-etp"), day("2026-01-23"), kWhere, findings));
  EXPECT_TRUE(findings.empty());
}

TEST(CheckExplainedWeek, NamesTheFridayOfAnotherDay) {
  const Finding finding = finding_of("global-etp", "2026-01-24");
  EXPECT_EQ(finding.code, "not-a-friday");
  EXPECT_EQ(finding.where, kWhere);
  EXPECT_THAT(finding.problem, HasSubstr("2026-01-24 is a Saturday"));
  EXPECT_THAT(finding.suggestion, HasSubstr("2026-01-30"));
}

TEST(CheckExplainedWeek, NamesTheNearestWeekThatCanBeExplained) {
  const Finding missing = finding_of("global-etp", "2030-01-04"), gap = finding_of("global-etp", "2025-05-23");
  EXPECT_EQ(missing.code, "week-not-published");
  EXPECT_THAT(missing.expected, HasSubstr("from 2020-12-04 to 2026-03-13"));
  EXPECT_THAT(missing.suggestion, HasSubstr("2026-03-13"));
  EXPECT_EQ(gap.code, "week-after-gap");
  EXPECT_THAT(gap.suggestion, HasSubstr("2025-05-09"));
  // Earlier weeks have an origin, but too little history before it.
  EXPECT_THAT(finding_of("us-spot-etf", "2023-12-01").suggestion, HasSubstr("2024-06-28"));
}

TEST(FirstCalibratedWeek, IsTheFirstWithEnoughHistory) {
  EXPECT_EQ(first_calibrated_week(shipped_history("us-spot-etf"), {}), day("2024-06-28"));
  EXPECT_EQ(first_calibrated_week(shipped_history("global-etp"), {}), day("2024-08-09"));
}

}  // namespace
}  // namespace ebbtide
