#include "core/calendar.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

Date day(const char* text) {
  return parse_date(text).value();
}

TEST(Calendar, ReadsAndWritesIsoDates) {
  EXPECT_EQ(date_text(day("2026-01-23")), "2026-01-23");
  EXPECT_EQ(date_text(day("2024-02-29")), "2024-02-29");
  EXPECT_EQ(date_text(day("0001-01-01")), "0001-01-01");
  EXPECT_EQ(day("1970-01-02").time_since_epoch().count(), 1);
}

TEST(Calendar, RefusesEverythingThatIsNotAnIsoDate) {
  for (const char* text :
       {"", "2026-1-23", "2026-01-23 ", " 2026-01-23", "26-01-23", "2026/01/23", "2026-13-01", "2026-02-29",
        "2026-00-10", "2026-01-00", "2026-01-32", "2026-01-2x", "+026-01-02", "20260123", "2026-01-23T00:00"}) {
    EXPECT_FALSE(parse_date(text).has_value()) << text;
  }
}

TEST(Calendar, NamesTheWeekday) {
  EXPECT_EQ(weekday_text(day("2026-01-23")), "Friday");
  EXPECT_EQ(weekday_text(day("2026-01-25")), "Sunday");
  EXPECT_EQ(weekday_text(day("2026-01-24")), "Saturday");
}

TEST(Calendar, EndsTheWeekOnTheFridayOnOrAfter) {
  EXPECT_TRUE(is_friday(day("2026-01-23")));
  EXPECT_FALSE(is_friday(day("2026-01-22")));
  EXPECT_EQ(week_end_of(day("2026-01-23")), day("2026-01-23"));
  EXPECT_EQ(week_end_of(day("2026-01-24")), day("2026-01-30"));
  EXPECT_EQ(week_end_of(day("2026-01-19")), day("2026-01-23"));
}

TEST(Calendar, CountsWeeksBothWays) {
  EXPECT_EQ(add_weeks(day("2026-01-23"), 2), day("2026-02-06"));
  EXPECT_EQ(add_weeks(day("2026-01-23"), -4), day("2025-12-26"));
  EXPECT_EQ(weeks_between(day("2025-12-26"), day("2026-01-23")), 4);
  EXPECT_EQ(weeks_between(day("2026-01-23"), day("2025-12-26")), -4);
}

TEST(BusinessCalendar, SkipsWeekendsAndHolidays) {
  const BusinessCalendar calendar({day("2026-01-19"), day("2026-01-01"), day("2026-01-19")});
  EXPECT_EQ(calendar.holidays().size(), 2u);
  EXPECT_FALSE(calendar.is_business_day(day("2026-01-19")));
  EXPECT_FALSE(calendar.is_business_day(day("2026-01-24")));
  EXPECT_FALSE(calendar.is_business_day(day("2026-01-25")));
  EXPECT_TRUE(calendar.is_business_day(day("2026-01-20")));
  // Friday 16th, then the weekend and the holiday of Monday 19th.
  EXPECT_EQ(calendar.add_business_days(day("2026-01-16"), 1), day("2026-01-20"));
  EXPECT_EQ(calendar.add_business_days(day("2026-01-20"), -1), day("2026-01-16"));
  EXPECT_EQ(calendar.add_business_days(day("2025-12-31"), 2), day("2026-01-05"));
}

TEST(BusinessCalendar, ZeroDaysIsTheDateItselfWhateverDayItIs) {
  EXPECT_EQ(BusinessCalendar().add_business_days(day("2026-01-24"), 0), day("2026-01-24"));
}

}  // namespace
}  // namespace ebbtide
