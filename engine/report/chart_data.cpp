#include "report/chart_data.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/format.h"

namespace ebbtide {
namespace {

lxw_chart_font chart_font(double points, lxw_color_t color, bool bold) {
  lxw_chart_font font = {};
  font.name = const_cast<char*>(kFontName);
  font.size = points;
  font.color = color;
  font.bold = bold ? LXW_TRUE : LXW_EXPLICIT_FALSE;
  return font;
}

}  // namespace

ChartBlock ChartData::add(const std::string& name, const std::vector<std::string>& series,
                          const std::vector<Row>& rows) {
  const Formats& formats = sheet_.formats();
  sheet_.text(0, name, formats.label);
  for (std::size_t i = 0; i < series.size(); ++i) {
    sheet_.text(static_cast<int>(i) + 1, series[i], formats.header_right);
  }
  sheet_.next_row();
  ChartBlock block;
  block.first_row = sheet_.row();
  for (const Row& row : rows) {
    sheet_.text(0, row.label, formats.text);
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      sheet_.number(static_cast<int>(i) + 1, row.values[i], formats.real);
    }
    sheet_.next_row();
  }
  block.last_row = sheet_.row() - 1;
  sheet_.next_row();
  return block;
}

lxw_chart_series* add_block_series(lxw_chart* chart, const ChartBlock& block, int column, const std::string& name) {
  lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
  const lxw_col_t at = static_cast<lxw_col_t>(column);
  chart_series_set_categories(series, kChartDataSheet, block.first_row, 0, block.last_row, 0);
  chart_series_set_values(series, kChartDataSheet, block.first_row, at, block.last_row, at);
  chart_series_set_name(series, name.c_str());
  return series;
}

lxw_chart_axis* value_axis(lxw_chart* chart) {
  return chart->type == LXW_CHART_BAR_STACKED ? chart->x_axis : chart->y_axis;
}

lxw_chart_axis* label_axis(lxw_chart* chart) {
  return chart->type == LXW_CHART_BAR_STACKED ? chart->y_axis : chart->x_axis;
}

void set_value_range(lxw_chart* chart, const AxisRange& range) {
  chart_axis_set_min(value_axis(chart), range.low);
  chart_axis_set_max(value_axis(chart), range.high);
  chart_axis_set_major_unit(value_axis(chart), range.step);
}

void dress_chart(lxw_chart* chart, const std::string& title, const std::string& value_axis_format) {
  lxw_chart_font title_font = chart_font(10.5, kInk, true);
  lxw_chart_font small = chart_font(8.5, kMutedInk, false);
  lxw_chart_line none = {};
  none.none = LXW_TRUE;
  lxw_chart_line rule = {};
  rule.color = kRule;
  rule.width = 0.5F;
  chart_title_set_name(chart, title.c_str());
  chart_title_set_name_font(chart, &title_font);
  chart_chartarea_set_line(chart, &none);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  chart_legend_set_font(chart, &small);
  chart_axis_set_num_font(chart->x_axis, &small);
  chart_axis_set_num_font(chart->y_axis, &small);
  lxw_chart_axis* values = value_axis(chart);
  lxw_chart_axis* labels = label_axis(chart);
  chart_axis_set_num_format(values, value_axis_format.c_str());
  chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
  chart_axis_major_gridlines_set_line(values, &rule);
  chart_axis_major_gridlines_set_visible(labels, LXW_FALSE);
  chart_axis_set_line(values, &none);
  chart_axis_set_line(labels, &rule);
  chart_axis_set_major_tick_mark(labels, LXW_CHART_AXIS_TICK_MARK_NONE);
  chart_axis_set_major_tick_mark(values, LXW_CHART_AXIS_TICK_MARK_NONE);
  chart_axis_set_label_position(labels, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

void set_series_line(lxw_chart_series* series, lxw_color_t color, float points) {
  lxw_chart_line line = {};
  line.color = color;
  line.width = points;
  chart_series_set_line(series, &line);
}

void set_series_fill(lxw_chart_series* series, lxw_color_t color) {
  lxw_chart_fill fill = {};
  fill.color = color;
  chart_series_set_fill(series, &fill);
  lxw_chart_line none = {};
  none.none = LXW_TRUE;
  chart_series_set_line(series, &none);
}

void hide_series(lxw_chart_series* series) {
  lxw_chart_fill fill = {};
  fill.none = LXW_TRUE;
  chart_series_set_fill(series, &fill);
  lxw_chart_line none = {};
  none.none = LXW_TRUE;
  chart_series_set_line(series, &none);
}

AxisRange round_axis(double low, double high) {
  const double span = std::max({high - low, std::fabs(high) * 1e-3, 1e-9});
  const double raw = span * 1.1 / 5.0;
  const double magnitude = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10.0 * magnitude;
  for (const double factor : std::array{1.0, 2.0, 2.5, 5.0}) {
    if (factor * magnitude >= raw) {
      step = factor * magnitude;
      break;
    }
  }
  return {std::floor((low - 0.02 * span) / step) * step, std::ceil((high + 0.02 * span) / step) * step, step};
}

std::string short_date(Date date) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(date);
  return format("{} {}", static_cast<unsigned>(day.day()), kMonths[static_cast<unsigned>(day.month()) - 1]);
}

}  // namespace ebbtide
