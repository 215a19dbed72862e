#include "backtest/realised_weeks.h"

#include "calibration/fund_history.h"

namespace ebbtide {
namespace {

// By week, the day from which its total flow is public: of observed cells when the last of them is.
std::map<Date, Date> publication_days(const History& history) {
  const bool cells = history.universe().cells_observed;
  std::map<Date, Date> days;
  for (const Observation& row : history.flows()) {
    if (!cells && !row.key.is_total()) continue;
    const auto [place, is_new] = days.emplace(row.week_end, row.published);
    if (!is_new)
      place->second = cells ? std::max(place->second, row.published) : std::min(place->second, row.published);
  }
  return days;
}

RealisedWeek as_published(const HistoryView& view, Date week_end) {
  RealisedWeek week;
  week.published = view.as_of();
  week.flow_musd = view.flow({}, week_end)->value_musd;
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : view.universe().of(dimension)) {
      const SeriesKey key = margin_key(dimension, member.name);
      if (const auto flow = view.flow(key, week_end)) week.member_flow_musd[key] = flow->value_musd;
    }
  }
  for (const SeriesKey& cell : view.cells()) {
    if (const auto flow = view.flow(cell, week_end)) week.member_flow_musd[cell] = flow->value_musd;
  }
  if (view.universe().cells_observed) {
    const FundHistory funds = build_fund_history(view);
    const int index = weeks_between(funds.first_week, week_end);
    week.aum_musd = funds.weeks.at(static_cast<std::size_t>(index)).aum.mean_musd;
  } else if (const auto aum = view.aum({}, week_end)) {
    week.aum_musd = aum->value_musd;
  }
  return week;
}

}  // namespace

RealisedWeeks::RealisedWeeks(const History& history, Date first, Date last) {
  for (const auto& [week_end, published] : publication_days(history)) {
    if (week_end < first || week_end > last) continue;
    const HistoryView view = history.as_of(published);
    if (view.flow({}, week_end)) weeks_[week_end] = as_published(view, week_end);
  }
}

const RealisedWeek* RealisedWeeks::find(Date week_end) const {
  const auto found = weeks_.find(week_end);
  return found == weeks_.end() ? nullptr : &found->second;
}

std::optional<double> RealisedWeeks::cumulative_flow(const SeriesKey& key, Date week_one, int weeks) const {
  double sum = 0.0;
  for (int week = 0; week < weeks; ++week) {
    const RealisedWeek* known = find(add_weeks(week_one, week));
    if (!known) return std::nullopt;
    if (key.is_total()) {
      sum += known->flow_musd;
      continue;
    }
    const auto member = known->member_flow_musd.find(key);
    if (member == known->member_flow_musd.end()) return std::nullopt;
    sum += member->second;
  }
  return sum;
}

}  // namespace ebbtide
