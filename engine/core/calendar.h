// Dates, week ends (Fridays) and US business days.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ebbtide {

using Date = std::chrono::sys_days;

// ISO 8601 "2026-01-23"; nothing else is accepted.
std::optional<Date> parse_date(std::string_view text);
std::string date_text(Date date);
std::string weekday_text(Date date);  // "Friday"

bool is_friday(Date date);
inline Date add_weeks(Date week_end, int weeks) {
  return week_end + std::chrono::days(7 * weeks);
}
inline int weeks_between(Date from, Date to) {
  return static_cast<int>((to - from).count() / 7);
}
// The Friday on or after the date.
Date week_end_of(Date date);

// Business days: Monday to Friday without the listed holidays.
class BusinessCalendar {
 public:
  BusinessCalendar() = default;
  explicit BusinessCalendar(std::vector<Date> holidays);
  bool is_business_day(Date date) const;
  // The date `count` business days after `date` (before it when negative); 0 is the date itself, whatever day it is.
  Date add_business_days(Date date, int count) const;
  const std::vector<Date>& holidays() const { return holidays_; }

 private:
  std::vector<Date> holidays_;  // sorted
};

}  // namespace ebbtide
