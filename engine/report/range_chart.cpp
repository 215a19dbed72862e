#include "report/range_chart.h"

#include <algorithm>
#include <limits>

namespace ebbtide {
namespace {

// Stacked bars pile up positive and negative values apart, each from zero outwards: an unseen base to where the range
// begins, then its pieces below and above the median on either side of zero.
ChartData::Row pieces_of(const RangeBar& bar) {
  const double low = *bar.q05;
  const double middle = *bar.q50;
  const double high = *bar.q95;
  const auto above = [](double value) { return std::max(value, 0.0); };
  const auto below = [](double value) { return std::min(value, 0.0); };
  const double base = low > 0.0 ? low : below(high);
  return {bar.label,
          {base, above(middle) - above(low), above(high) - above(middle), below(middle) - below(high),
           below(low) - below(middle)}};
}

}  // namespace

lxw_chart* range_chart(WorkbookFile& book, ChartData& data, const std::string& block_name, const std::string& title,
                       const std::string& value_format, const std::vector<RangeBar>& bars) {
  std::vector<ChartData::Row> rows;
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  for (const RangeBar& bar : bars) {
    if (!bar.q05 || !bar.q50 || !bar.q95) continue;
    rows.push_back(pieces_of(bar));
    low = std::min(low, *bar.q05);
    high = std::max(high, *bar.q95);
  }
  if (rows.empty()) return nullptr;
  const ChartBlock block = data.add(
      block_name,
      {"Base", "P5 to median, above 0", "Median to P95, above 0", "Median to P95, below 0", "P5 to median, below 0"},
      rows);
  lxw_chart* chart = book.add_chart(LXW_CHART_BAR_STACKED);
  dress_chart(chart, title, value_format);
  hide_series(add_block_series(chart, block, 1, "Base"));
  set_series_fill(add_block_series(chart, block, 2, "P5 to median"), kInnerBand);
  set_series_fill(add_block_series(chart, block, 3, "Median to P95"), kRise);
  set_series_fill(add_block_series(chart, block, 4, "Median to P95"), kRise);
  set_series_fill(add_block_series(chart, block, 5, "P5 to median"), kInnerBand);
  // One entry per shade; the same ones whether a viewer counts from the first series or from the last.
  std::int16_t hidden_in_legend[] = {0, 2, 4, -1};
  require_written(chart_legend_delete_series(chart, hidden_in_legend), "legend of a range chart");
  // Bars that stay on one side of zero need not show it.
  const bool far_from_zero = low > 0.0 && low > 0.5 * high;
  set_value_range(chart, round_axis(far_from_zero ? low : std::min(low, 0.0), std::max(high, 0.0)));
  chart_axis_set_reverse(label_axis(chart));
  chart_axis_set_crossing_max(label_axis(chart));
  chart_set_series_gap(chart, 45);
  return chart;
}

}  // namespace ebbtide
