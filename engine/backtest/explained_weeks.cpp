#include "backtest/explained_weeks.h"

#include <algorithm>

#include "calibration/calibrate.h"
#include "core/error.h"
#include "core/format.h"
#include "history/finding_codes.h"

namespace ebbtide {
namespace {

constexpr int kMondayBeforeFriday = 4;  // days

std::optional<Date> week_one_at(const History& history, Date day) {
  try {
    return history.as_of(day).week_one();
  } catch (const InputError&) {
    return std::nullopt;  // no total was public yet
  }
}

// Weeks with a total flow, ascending.
std::vector<Date> published_weeks(const History& history) {
  const HistoryView all = history.complete();
  std::vector<Date> weeks;
  if (!all.first_flow_week()) return weeks;
  for (Date week = *all.first_flow_week(); week <= *all.last_flow_week(); week = add_weeks(week, 1)) {
    if (all.flow({}, week)) weeks.push_back(week);
  }
  return weeks;
}

std::vector<Date> weeks_with_an_origin(const History& history) {
  std::vector<Date> weeks;
  for (const Date week : published_weeks(history)) {
    if (explained_from(history, week)) weeks.push_back(week);
  }
  return weeks;
}

// Of these weeks, those that enough history comes before. More history never makes a calibration impossible: bisect.
std::vector<Date> calibrated(const History& history, const std::vector<Date>& weeks,
                             const CalibrationSettings& settings) {
  const auto first = std::partition_point(weeks.begin(), weeks.end(), [&](Date week) {
    try {
      calibrate(history.as_of(*explained_from(history, week)), settings);
      return false;
    } catch (const InputError&) {
      return true;
    }
  });
  return {first, weeks.end()};
}

// "the nearest is 2025-02-28", of the weeks that can be explained.
std::string nearest_week(const History& history, Date week) {
  const std::vector<Date> weeks = calibrated(history, weeks_with_an_origin(history), {});
  if (weeks.empty()) return "";
  const auto nearest = std::min_element(weeks.begin(), weeks.end(), [&](Date first, Date second) {
    return std::chrono::abs(first - week) < std::chrono::abs(second - week);
  });
  return format("the nearest that can be explained is {}", date_text(*nearest));
}

}  // namespace

std::optional<Date> explained_from(const History& history, Date week_end) {
  if (!history.complete().flow({}, week_end)) return std::nullopt;
  const Date monday = week_end - std::chrono::days(kMondayBeforeFriday);
  constexpr int kLatestDays = 14;  // after that Monday; figures come out within days
  for (int day = 0; day <= kLatestDays; ++day) {
    const Date origin = monday + std::chrono::days(day);
    const std::optional<Date> week_one = week_one_at(history, origin);
    if (week_one == week_end) return origin;
    if (week_one && *week_one > week_end) return std::nullopt;
  }
  return std::nullopt;
}

bool check_explained_week(const History& history, Date week_end, const SourcePosition& where, Findings& findings) {
  Finding finding{.where = where};
  if (!is_friday(week_end)) {
    finding.code = code::kNotAFriday;
    finding.problem = format("{} is a {}", date_text(week_end), weekday_text(week_end));
    finding.expected = "the Friday that ends the week";
    finding.suggestion = format("{} ends the week of that day", date_text(week_end_of(week_end)));
  } else if (const HistoryView all = history.complete(); !all.flow({}, week_end)) {
    const std::vector<Date> weeks = published_weeks(history);
    finding.code = "week-not-published";
    finding.problem = format("{} has no total flow of the week to {}", history.universe().name, date_text(week_end));
    if (!weeks.empty())
      finding.expected = format("one of its {} published weeks from {} to {}", weeks.size(), date_text(weeks.front()),
                                date_text(weeks.back()));
    finding.suggestion = nearest_week(history, week_end);
  } else if (!explained_from(history, week_end)) {
    finding.code = "week-after-gap";
    finding.problem = format("{} has no total flow of the week before {}, so that there was no forecast one week ahead",
                             history.universe().name, date_text(week_end));
    finding.expected = "a week whose week before was published too";
    finding.suggestion = nearest_week(history, week_end);
  } else {
    return true;
  }
  findings.add(std::move(finding));
  return false;
}

std::optional<Date> first_calibrated_week(const History& history, const CalibrationSettings& settings) {
  const std::vector<Date> weeks = calibrated(history, weeks_with_an_origin(history), settings);
  return weeks.empty() ? std::nullopt : std::optional(weeks.front());
}

}  // namespace ebbtide
