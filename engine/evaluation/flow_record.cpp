#include "evaluation/flow_record.h"

namespace ebbtide {

std::vector<KnownFlow> known_flows(const HistoryView& view, const SeriesKey& key) {
  std::vector<KnownFlow> known;
  const auto first = view.first_flow_week(), last = view.last_flow_week();
  if (!first || !last) return known;
  for (Date week = *first; week <= *last; week = add_weeks(week, 1)) {
    if (const auto figure = view.flow(key, week)) known.push_back({week, figure->value_musd});
  }
  return known;
}

KnownFlows known_flows_of_members(const HistoryView& view) {
  KnownFlows result;
  const auto add = [&](const SeriesKey& key) {
    std::vector<KnownFlow> known = known_flows(view, key);
    if (known.size() >= kLeastKnownWeeks) result[key] = std::move(known);
  };
  add({});
  for (const Dimension dimension : kDimensions) {
    for (const Member& member : view.universe().of(dimension)) add(margin_key(dimension, member.name));
  }
  return result;
}

std::optional<FlowRecord> flow_record(const std::vector<KnownFlow>& known, Date week_end, double flow_musd) {
  if (flow_musd == 0.0) return std::nullopt;
  FlowRecord record;
  record.outflow = flow_musd < 0.0;
  record.first_known = week_end;
  for (auto week = known.rbegin(); week != known.rend(); ++week) {
    if (week->week_end >= week_end) continue;
    record.missing_between += weeks_between(week->week_end, record.first_known) - 1;
    if (record.outflow ? week->musd <= flow_musd : week->musd >= flow_musd) {
      record.since = week->week_end;
      record.since_musd = week->musd;
      return record;
    }
    record.first_known = week->week_end;
    ++record.known_between;
  }
  return record;
}

}  // namespace ebbtide
