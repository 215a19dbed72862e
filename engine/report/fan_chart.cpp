#include "report/fan_chart.h"

#include <algorithm>
#include <limits>

#include "report/combined_chart.h"

namespace ebbtide {
namespace {

bool has_law(const FanPoint& point) {
  return point.q05 && point.q25 && point.q50 && point.q75 && point.q95;
}

// Columns of the block.
enum Series { kBase = 1, kLower, kMiddle, kUpper, kMedian, kPastLine, kEstimated, kRealisedMarks };

// Over the past the bands have no width and lie on the line, so that the fan opens from the last known week.
ChartData::Row chart_row(const FanPoint& point) {
  ChartData::Row row{point.label, {}};
  if (has_law(point)) {
    row.values = {point.q05, *point.q25 - *point.q05, *point.q75 - *point.q25, *point.q95 - *point.q75, point.q50};
  } else {
    row.values = {point.past, 0.0, 0.0, 0.0, std::nullopt};
  }
  row.values.push_back(point.past);
  row.values.push_back(point.past_is_estimated ? point.past : std::nullopt);
  row.values.push_back(point.realised);
  return row;
}

AxisRange axis_of(const std::vector<FanPoint>& points) {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const FanPoint& point : points) {
    for (const std::optional<double>& value : {point.past, point.q05, point.q95, point.realised}) {
      if (!value) continue;
      low = std::min(low, *value);
      high = std::max(high, *value);
    }
  }
  return round_axis(low, high);
}

void set_marker(lxw_chart_series* series, std::uint8_t type, std::uint8_t size, lxw_color_t color) {
  chart_series_set_marker_type(series, type);
  chart_series_set_marker_size(series, size);
  lxw_chart_line border = {};
  border.color = color;
  border.width = 1.0F;
  chart_series_set_marker_line(series, &border);
  lxw_chart_fill fill = {};
  fill.color = color;
  chart_series_set_marker_fill(series, &fill);
}

void add_markers_only(lxw_chart* chart, const ChartBlock& block, Series column, const std::string& name,
                      std::uint8_t type, std::uint8_t size, lxw_color_t color) {
  lxw_chart_series* series = add_block_series(chart, block, column, name);
  lxw_chart_line none = {};
  none.none = LXW_TRUE;
  chart_series_set_line(series, &none);
  set_marker(series, type, size, color);
}

void add_series(lxw_chart* chart, const ChartBlock& block, const std::vector<FanPoint>& points) {
  hide_series(add_block_series(chart, block, kBase, "5 % quantile"));
  set_series_fill(add_block_series(chart, block, kLower, "5 to 95 %"), kOuterBand);
  set_series_fill(add_block_series(chart, block, kMiddle, "25 to 75 %"), kInnerBand);
  set_series_fill(add_block_series(chart, block, kUpper, "75 to 95 %"), kOuterBand);
  std::vector<std::int16_t> hidden_in_legend = {0, 3};

  lxw_chart_series* median = add_block_series(chart, block, kMedian, "Median");
  set_series_line(median, kMedianLine, 2.0F);
  const bool single = std::count_if(points.begin(), points.end(), has_law) == 1;
  if (single) {
    set_marker(median, LXW_CHART_MARKER_LONG_DASH, 9, kMedianLine);
  } else {
    chart_series_set_marker_type(median, LXW_CHART_MARKER_NONE);
  }
  const auto any = [&points](auto test) { return std::any_of(points.begin(), points.end(), test); };
  if (any([](const FanPoint& point) { return point.past.has_value(); })) {
    lxw_chart_series* past = add_block_series(chart, block, kPastLine, "Past weeks");
    set_series_line(past, kPast, 1.5F);
    chart_series_set_marker_type(past, LXW_CHART_MARKER_NONE);
  }
  if (any([](const FanPoint& point) { return point.past_is_estimated; })) {
    add_markers_only(chart, block, kEstimated, "Estimated week", LXW_CHART_MARKER_CIRCLE, 5, kPast);
  }
  if (any([](const FanPoint& point) { return point.realised.has_value(); })) {
    add_markers_only(chart, block, kRealisedMarks, "Came true", LXW_CHART_MARKER_DIAMOND, 7, kRealised);
  }
  hidden_in_legend.push_back(-1);
  require_written(chart_legend_delete_series(chart, hidden_in_legend.data()), "legend of a fan chart");
}

}  // namespace

lxw_chart* fan_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                     const std::string& value_format, const std::vector<FanPoint>& points) {
  std::vector<FanPoint> drawn;
  for (const FanPoint& point : points) {
    if (has_law(point) || point.past) drawn.push_back(point);
  }
  if (std::none_of(drawn.begin(), drawn.end(), has_law)) return nullptr;
  std::vector<ChartData::Row> rows;
  rows.reserve(drawn.size());
  for (const FanPoint& point : drawn) rows.push_back(chart_row(point));
  const ChartBlock block = data.add(
      block_name,
      {"5 % quantile", "5 to 25 %", "25 to 75 %", "75 to 95 %", "Median", "Past weeks", "Estimated", "Came true"},
      rows);

  lxw_chart* chart = book.add_chart(LXW_CHART_LINE);
  draw_unmarked_series_as_areas(chart);
  dress_chart(chart, title, value_format);
  add_series(chart, block, drawn);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_RIGHT);
  set_value_range(chart, axis_of(drawn));
  chart_axis_set_position(label_axis(chart), LXW_CHART_AXIS_POSITION_ON_TICK);
  chart_axis_set_interval_unit(label_axis(chart), drawn.size() > 12 ? 3 : drawn.size() > 6 ? 2 : 1);
  chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_GAP);
  return chart;
}

}  // namespace ebbtide
