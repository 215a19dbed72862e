#include "report/explanation_charts.h"

#include <algorithm>
#include <array>
#include <limits>

#include "backtest/explanation_text.h"
#include "core/format.h"
#include "report/range_chart.h"
#include "report/waterfall_chart.h"

namespace ebbtide {
namespace {

std::string name_of(const Explanation& explanation) {
  return format("{}, {}", explanation.universe, date_text(explanation.week_end));
}

}  // namespace

lxw_chart* miss_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation) {
  const ExplainedFlow& total = explanation.total();
  return waterfall_chart(book, data, "Miss: " + name_of(explanation) + ", USD m",
                         "Net flow, USD m: from expected to what came", "#,##0",
                         {{"Expected", total.expected(), true},
                          {"Macro", total.macro.value, false},
                          {"Prices", total.prices.value, false},
                          {"Unexplained", *total.unexplained(), false},
                          {"Came", *total.realised_musd, true}});
}

lxw_chart* laws_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation) {
  const ExplainedFlow& total = explanation.total();
  const double came = *total.realised_musd;
  double low = came, high = came;
  for (const FlowLaw& law : total.law) {
    low = std::min(low, law.q05);
    high = std::max(high, law.q95);
  }
  const double half = 0.01 * (high - low);  // a bar thin enough to be a mark
  std::vector<RangeBar> bars;
  const std::array labels = {"Expected (U)", "Given macro (M)", "And prices (MP)"};
  for (std::size_t i = 0; i < labels.size(); ++i)
    bars.push_back({labels[i], total.law[i].q05, total.law[i].q50, total.law[i].q95});
  bars.push_back({"Came: " + fixed_text(came, 0, true), came - half, came, came + half});
  return range_chart(book, data, "Laws: " + name_of(explanation) + ", USD m", "USD m: 90 % intervals, what came",
                     "#,##0", bars);
}

lxw_chart* came_bridge_chart(WorkbookFile& book, ChartData& data, const Explanation& explanation) {
  const auto& bridge = explanation.total().bridge;
  if (!bridge) return nullptr;
  return waterfall_chart(
      book, data, "AUM: " + name_of(explanation) + ", USD bn",
      format("AUM, USD bn, {} (axis not from 0)", bridge->basis), "#,##0.0",
      {{"Opening " + short_date(add_weeks(explanation.week_end, -1)), bridge->opening / 1000.0, true},
       {"Net flow", bridge->flow / 1000.0, false},
       {"Market", bridge->market / 1000.0, false},
       {"Closing " + short_date(explanation.week_end), bridge->closing / 1000.0, true}});
}

lxw_chart* weeks_chart(WorkbookFile& book, ChartData& data, const std::vector<Explanation>& explanations) {
  const std::vector<std::string> names = {"Expected", "Macro", "Prices", "Unexplained"};
  std::vector<ChartData::Row> rows;
  double low = 0.0, high = 0.0;
  for (const Explanation& each : explanations) {
    const ExplainedFlow& total = each.total();
    ChartData::Row row{name_of(each), {}};
    double below = 0.0, above = 0.0;
    for (const double part : {total.expected(), total.macro.value, total.prices.value, *total.unexplained()}) {
      const double percent = 100.0 * part / each.opening_aum_musd;
      row.values.emplace_back(percent);
      (percent < 0.0 ? below : above) += percent;
    }
    low = std::min(low, below);
    high = std::max(high, above);
    rows.push_back(std::move(row));
  }
  const ChartBlock block = data.add("Weeks: parts of the flow, % of opening AUM", names, rows);
  lxw_chart* chart = book.add_chart(LXW_CHART_COLUMN_STACKED);
  dress_chart(chart, "Net flow in % of AUM: expected + macro + prices + unexplained = came", "0.0");
  const std::array colors = {kPast, kMedianLine, kInnerBand, kRealised};
  for (std::size_t i = 0; i < names.size(); ++i)
    set_series_fill(add_block_series(chart, block, static_cast<int>(i) + 1, names[i]), colors[i]);
  chart_axis_set_label_position(label_axis(chart), LXW_CHART_AXIS_LABEL_POSITION_LOW);
  set_value_range(chart, round_axis(low, high));
  chart_set_series_gap(chart, 40);
  return chart;
}

}  // namespace ebbtide
