#include "report/waterfall_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/format.h"

namespace ebbtide {
namespace {

constexpr double kRoomBelow = 0.35;  // of the spread between the lowest and the highest level, so that bars have a foot

// The pieces of a bar above and below zero, by kind: hidden base, level, rise, fall.
enum Kind : std::size_t { kBase, kLevel, kRising, kFalling };

struct Bar {
  Kind kind = kLevel;
  double value = 0.0;  // what the label says
  double above = 0.0, below = 0.0;
  double base = 0.0;

  double piece(bool is_below) const { return is_below ? below : above; }
  // The label stands on the longer piece.
  bool labelled(bool is_below) const { return is_below == (std::abs(below) > std::abs(above)); }
};

Bar bar_between(const WaterfallStep& step, double from, double to) {
  Bar bar;
  bar.kind = step.is_level ? kLevel : step.value < 0.0 ? kFalling : kRising;
  bar.value = step.value;
  const double low = step.is_level ? std::min(0.0, to) : std::min(from, to);
  const double high = step.is_level ? std::max(0.0, to) : std::max(from, to);
  bar.above = std::max(high, 0.0) - std::max(low, 0.0);
  bar.below = std::min(low, 0.0) - std::min(high, 0.0);
  bar.base = low > 0.0 ? low : high < 0.0 ? high : 0.0;
  return bar;
}

// Digits behind the point of a number format such as "#,##0.0".
int decimals_of(const std::string& number_format) {
  const std::size_t point = number_format.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(number_format.size() - point - 1);
}

class Waterfall {
 public:
  Waterfall(lxw_chart* chart, const ChartBlock& block, const std::vector<Bar>& bars, int decimals)
      : chart_(chart), block_(block), bars_(bars), decimals_(decimals) {}

  void add(Kind kind, bool is_below, const std::string& name, lxw_color_t color) {
    lxw_chart_series* series = add_block_series(chart_, block_, column(kind, is_below), name);
    set_series_fill(series, color);
    lxw_chart_font font = {};
    font.name = const_cast<char*>(kFontName);
    font.size = 9.0;
    font.color = color == kMedianLine ? 0xFFFFFF : kInk;
    chart_series_set_labels(series);
    chart_series_set_labels_font(series, &font);
    std::vector<std::string> texts(bars_.size());
    std::vector<lxw_chart_data_label> labels(bars_.size());
    std::vector<lxw_chart_data_label*> list;
    for (std::size_t i = 0; i < bars_.size(); ++i) {
      const Bar& bar = bars_[i];
      labels[i] = {};
      labels[i].hide = bar.kind != kind || !bar.labelled(is_below);
      texts[i] = fixed_text(bar.value, decimals_, true);
      if (kind != kLevel && bar.value > 0.0) texts[i].insert(0, "+");
      if (!labels[i].hide) {
        labels[i].value = texts[i].data();
        labels[i].font = &font;
      }
      list.push_back(&labels[i]);
    }
    list.push_back(nullptr);
    require_written(chart_series_set_labels_custom(series, list.data()), "labels of a waterfall");
  }

  static int column(Kind kind, bool is_below) { return static_cast<int>(kind) + (is_below ? 4 : 1); }

 private:
  lxw_chart* chart_;
  const ChartBlock& block_;
  const std::vector<Bar>& bars_;
  int decimals_;
};

ChartData::Row row_of(const std::string& label, const Bar& bar, bool crosses) {
  ChartData::Row row{label, std::vector<std::optional<double>>(crosses ? 7 : 4)};
  const auto put = [&](std::size_t place, double value) {
    if (value != 0.0) row.values[place] = value;
  };
  put(0, bar.base);
  put(bar.kind, bar.above);
  if (crosses) put(bar.kind + 3, bar.below);
  if (bar.above == 0.0 && bar.below == 0.0) row.values[bar.kind] = 0.0;
  return row;
}

}  // namespace

lxw_chart* waterfall_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                           const std::string& number_format, const std::vector<WaterfallStep>& steps) {
  std::vector<Bar> bars;
  double level = 0.0;
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const WaterfallStep& step : steps) {
    const double before = level;
    level = step.is_level ? step.value : level + step.value;
    bars.push_back(bar_between(step, before, level));
    low = std::min(low, level);
    high = std::max(high, level);
  }
  const bool crosses = low <= 0.0;
  std::vector<ChartData::Row> rows;
  for (std::size_t i = 0; i < steps.size(); ++i) rows.push_back(row_of(steps[i].label, bars[i], crosses));
  std::vector<std::string> names = {"Base", "Level", "Rise", "Fall"};
  if (crosses) names.insert(names.end(), {"Level below 0", "Rise below 0", "Fall below 0"});
  const ChartBlock block = data.add(block_name, names, rows);
  lxw_chart* chart = book.add_chart(LXW_CHART_COLUMN_STACKED);
  dress_chart(chart, title, number_format);
  hide_series(add_block_series(chart, block, 1, "Base"));
  Waterfall waterfall(chart, block, bars, decimals_of(number_format));
  const auto add_all = [&](bool is_below) {
    waterfall.add(kLevel, is_below, names[kLevel], kMedianLine);
    waterfall.add(kRising, is_below, names[kRising], kRise);
    waterfall.add(kFalling, is_below, names[kFalling], kFall);
  };
  add_all(false);
  if (crosses) add_all(true);
  std::vector<std::int16_t> hidden_in_legend = {0};
  if (crosses) hidden_in_legend.insert(hidden_in_legend.end(), {4, 5, 6});
  hidden_in_legend.push_back(-1);
  require_written(chart_legend_delete_series(chart, hidden_in_legend.data()), "legend of a waterfall");
  set_value_range(chart, crosses ? round_axis(low, std::max(high, 0.0))
                                 : round_axis(std::max(0.0, low - kRoomBelow * (high - low)), high));
  chart_set_series_gap(chart, 40);
  return chart;
}

}  // namespace ebbtide
