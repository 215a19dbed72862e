// The sheet that holds the cells behind the charts: band widths and bar pieces that no reader wants in a table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/sheet_writer.h"

namespace ebbtide {

inline constexpr const char* kChartDataSheet = "Chart data";

// A rectangle of chart cells: column 0 holds the labels of the category axis, column i the values of series i.
struct ChartBlock {
  std::uint32_t first_row = 0;
  std::uint32_t last_row = 0;
};

class ChartData {
 public:
  explicit ChartData(SheetWriter& sheet) : sheet_(sheet) {}

  struct Row {
    std::string label;
    std::vector<std::optional<double>> values;
  };
  // Writes one block under its name and the series' names, and says where it is.
  ChartBlock add(const std::string& name, const std::vector<std::string>& series, const std::vector<Row>& rows);

 private:
  SheetWriter& sheet_;
};

// A series of a chart that reads column `column` (1 is the first series) of a block; its name is the block's.
lxw_chart_series* add_block_series(lxw_chart* chart, const ChartBlock& block, int column, const std::string& name);

// Fonts, frame, gridlines and title shared by all charts.
void dress_chart(lxw_chart* chart, const std::string& title, const std::string& value_axis_format);
void set_series_line(lxw_chart_series* series, lxw_color_t color, float points);
void set_series_fill(lxw_chart_series* series, lxw_color_t color);
void hide_series(lxw_chart_series* series);

// Ends of a value axis that hold [low, high] with a little air, on round numbers of USD or percent.
struct AxisRange {
  double low = 0.0;
  double high = 1.0;
  double step = 0.2;
};
AxisRange round_axis(double low, double high);
void set_value_range(lxw_chart* chart, const AxisRange& range);
// In lying bars the library's y axis carries the labels.
lxw_chart_axis* value_axis(lxw_chart* chart);
lxw_chart_axis* label_axis(lxw_chart* chart);

// "23 Jan": a date as the label of an axis.
std::string short_date(Date date);

}  // namespace ebbtide
