#include "report/waterfall_chart.h"

#include <algorithm>
#include <limits>

namespace ebbtide {
namespace {

constexpr double kRoomBelow = 0.35;  // of the spread between the lowest and the highest level, so that bars have a foot

void add_labelled(lxw_chart* chart, const ChartBlock& block, int column, const std::string& name, lxw_color_t color,
                  const std::string& label_format) {
  lxw_chart_series* series = add_block_series(chart, block, column, name);
  set_series_fill(series, color);
  chart_series_set_labels(series);
  chart_series_set_labels_num_format(series, label_format.c_str());
  lxw_chart_font font = {};
  font.name = const_cast<char*>(kFontName);
  font.size = 9.0;
  font.color = color == kMedianLine ? 0xFFFFFF : kInk;
  chart_series_set_labels_font(series, &font);
}

}  // namespace

lxw_chart* waterfall_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                           const std::string& number_format, const std::vector<WaterfallStep>& steps) {
  std::vector<ChartData::Row> rows;
  double level = 0.0;
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const WaterfallStep& step : steps) {
    const double before = level;
    level = step.is_level ? step.value : level + step.value;
    ChartData::Row row{step.label, {std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
    if (step.is_level) {
      row.values[1] = level;
    } else {
      row.values[0] = std::min(before, level);
      row.values[step.value < 0.0 ? 3 : 2] = std::max(before, level) - std::min(before, level);
    }
    rows.push_back(row);
    low = std::min(low, level);
    high = std::max(high, level);
  }
  const ChartBlock block = data.add(block_name, {"Base", "Level", "Rise", "Fall"}, rows);
  lxw_chart* chart = book.add_chart(LXW_CHART_COLUMN_STACKED);
  dress_chart(chart, title, number_format);
  hide_series(add_block_series(chart, block, 1, "Base"));
  add_labelled(chart, block, 2, "Level", kMedianLine, number_format);
  add_labelled(chart, block, 3, "Rise", kRise, "+" + number_format);
  add_labelled(chart, block, 4, "Fall", kFall, "-" + number_format);
  std::int16_t hidden_in_legend[] = {0, -1};
  require_written(chart_legend_delete_series(chart, hidden_in_legend), "legend of a waterfall");
  set_value_range(chart, round_axis(std::max(0.0, low - kRoomBelow * (high - low)), high));
  chart_set_series_gap(chart, 40);
  return chart;
}

}  // namespace ebbtide
