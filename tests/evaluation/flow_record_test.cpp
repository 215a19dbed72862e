#include "evaluation/flow_record.h"

#include <gtest/gtest.h>

#include "support/shipped_history.h"

namespace ebbtide {
namespace {

Date day(const char* text) {
  return *parse_date(text);
}

const std::vector<KnownFlow> kKnown = {
    {day("2025-01-03"), -50.0}, {day("2025-01-10"), 80.0}, {day("2025-01-24"), -20.0}, {day("2025-01-31"), 10.0}};

TEST(FlowRecord, GoesBackToTheLastKnownWeekAsLarge) {
  const auto record = flow_record(kKnown, day("2025-02-07"), -30.0);
  ASSERT_TRUE(record && record->since);
  EXPECT_TRUE(record->outflow);
  EXPECT_EQ(*record->since, day("2025-01-03"));
  EXPECT_EQ(record->since_musd, -50.0);
  EXPECT_EQ(record->known_between, 3);
  EXPECT_EQ(record->missing_between, 1);  // 2025-01-17
}

TEST(FlowRecord, HasNoSinceWhereNoKnownWeekWasAsLarge) {
  const auto record = flow_record(kKnown, day("2025-02-07"), 81.0);
  ASSERT_TRUE(record);
  EXPECT_FALSE(record->outflow);
  EXPECT_FALSE(record->since);
  EXPECT_EQ(record->known_between, 4);
  EXPECT_EQ(record->first_known, day("2025-01-03"));
}

TEST(FlowRecord, LooksAtEarlierWeeksOnlyAndGivesZeroNoSide) {
  EXPECT_FALSE(flow_record(kKnown, day("2025-02-07"), 0.0));
  EXPECT_EQ(flow_record(kKnown, day("2025-01-24"), -20.0)->since, day("2025-01-03"));
}

TEST(FlowRecord, OfMembersNeedsKnownWeeksPublishedByTheDay) {
  const HistoryView view = fixture::shipped_history("global-etp").as_of(day("2026-01-19"));
  const KnownFlows known = known_flows_of_members(view);
  ASSERT_TRUE(known.contains({}));
  EXPECT_EQ(known.at({}).back().week_end, day("2026-01-16"));
  EXPECT_TRUE(known.contains({"Bitcoin", "", ""}));
  EXPECT_FALSE(known.contains({"", "", "iShares"}));  // first printed a week later
  for (const auto& [key, weeks] : known) {
    EXPECT_GE(weeks.size(), kLeastKnownWeeks) << key_text(key);
    for (const KnownFlow& week : weeks) EXPECT_EQ(view.flow(key, week.week_end)->value_musd, week.musd);
  }
}

}  // namespace
}  // namespace ebbtide
