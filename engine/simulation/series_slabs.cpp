#include "simulation/series_slabs.h"

#include "simulation/path_reading.h"

namespace ebbtide {

std::vector<SeriesResult> empty_results(const Model& model) {
  std::vector<SeriesResult> results;
  for (Series& series : series_of(model)) {
    const auto weeks = static_cast<std::size_t>(series.weeks);
    results.push_back({std::move(series), std::vector<SeriesWeek>(weeks)});
  }
  return results;
}

std::size_t column_count(const std::vector<SeriesResult>& series) {
  std::size_t columns = 0;
  for (const SeriesResult& each : series) columns += each.weeks.size();
  return columns;
}

std::vector<std::pair<std::size_t, std::size_t>> slab_ranges(const std::vector<SeriesResult>& series,
                                                             std::size_t column_bytes, std::size_t bytes) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  std::size_t first = 0, used = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const std::size_t need = series[i].weeks.size() * column_bytes;
    if (i > first && used + need > bytes) {
      ranges.emplace_back(first, i);
      first = i;
      used = 0;
    }
    used += need;
  }
  ranges.emplace_back(first, series.size());
  return ranges;
}

std::vector<ColumnPlace> columns_of(const std::vector<SeriesResult>& series, std::size_t first, std::size_t last) {
  std::vector<ColumnPlace> columns;
  for (std::size_t i = first; i < last; ++i) {
    for (int week = 0; week < series[i].series.weeks; ++week) columns.push_back({i, week});
  }
  return columns;
}

std::optional<std::size_t> first_column(const Event& event, const std::vector<SeriesResult>& series,
                                        const std::vector<ColumnPlace>& columns) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].week == event.weeks.first - 1 && event_watches(event, series[columns[c].series].series)) return c;
  }
  return std::nullopt;
}

std::optional<bool> realised_event(const Event& event, const SeriesResult& series) {
  const bool one_week_decides =
      event.below ? event.statistic != EventStatistic::maximum : event.statistic != EventStatistic::minimum;
  std::optional<double> came;
  bool complete = true;
  for (int week = event.weeks.first; week <= event.weeks.last; ++week) {
    const auto& value = series.weeks[static_cast<std::size_t>(week) - 1].realised;
    complete = complete && value.has_value();
    if (!value) continue;
    if (one_week_decides && happens(event, *value)) return true;
    came = came ? fold(event.statistic, *came, *value) : *value;
  }
  return complete && came ? std::optional(happens(event, *came)) : std::nullopt;
}

std::optional<double> realised_share(const Model& model, const RealisedLookup& realised, std::size_t member, int week) {
  if (!realised) return std::nullopt;
  const MemberPosterior& posterior = model.calibration->funds->members[member];
  Series aum;
  aum.target = Target::aum;
  const auto whole = realised(aum, week);
  aum.key = margin_key(posterior.dimension, posterior.name);
  const auto part = realised(aum, week);
  return part && whole ? std::optional(100.0 * *part / *whole) : std::nullopt;
}

}  // namespace ebbtide
