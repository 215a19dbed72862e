#include "core/calendar.h"

#include <algorithm>
#include <array>

#include "core/format.h"

namespace ebbtide {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::string date_text(Date date) {
  const std::chrono::year_month_day parts(date);
  return format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                static_cast<unsigned>(parts.day()));
}

std::string weekday_text(Date date) {
  static constexpr std::array<std::string_view, 7> kNames = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                             "Thursday", "Friday", "Saturday"};
  return std::string(kNames[std::chrono::weekday(date).c_encoding()]);
}

bool is_friday(Date date) {
  return std::chrono::weekday(date) == std::chrono::Friday;
}

Date week_end_of(Date date) {
  return date + (std::chrono::Friday - std::chrono::weekday(date));
}

BusinessCalendar::BusinessCalendar(std::vector<Date> holidays) : holidays_(std::move(holidays)) {
  std::sort(holidays_.begin(), holidays_.end());
  holidays_.erase(std::unique(holidays_.begin(), holidays_.end()), holidays_.end());
}

bool BusinessCalendar::is_business_day(Date date) const {
  const std::chrono::weekday day(date);
  if (day == std::chrono::Saturday || day == std::chrono::Sunday) return false;
  return !std::binary_search(holidays_.begin(), holidays_.end(), date);
}

Date BusinessCalendar::add_business_days(Date date, int count) const {
  const std::chrono::days step(count < 0 ? -1 : 1);
  for (int left = count < 0 ? -count : count; left > 0;) {
    date += step;
    if (is_business_day(date)) --left;
  }
  return date;
}

}  // namespace ebbtide
