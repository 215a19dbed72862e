// The sheet Murphy.
#include <algorithm>
#include <array>
#include <map>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/backtest_pages.h"

namespace ebbtide {
namespace {

constexpr int kChartWidth = 520;
constexpr int kChartHeight = 264;
constexpr std::uint32_t kChartRows = 12;

// Curves of one track, horizon and quantile by model.
struct Diagram {
  std::string track;
  int weeks = 1;
  double quantile = 0.5;
  std::vector<double> thresholds;
  std::map<std::string, std::vector<double>> curves;
};

std::vector<Diagram> diagrams_of(const BacktestPage& page) {
  const TableReader murphy(page.results.murphy);
  std::vector<Diagram> diagrams;
  for (std::size_t row = 0; row < murphy.rows(); ++row) {
    const std::string track = murphy.text(row, "track");
    const int weeks = murphy.whole(row, "horizon");
    const double quantile = *murphy.number(row, "quantile");
    if (weeks != page.view.horizons().front()) continue;
    const auto same = [&](const Diagram& each) { return each.track == track && each.quantile == quantile; };
    auto found = std::find_if(diagrams.begin(), diagrams.end(), same);
    if (found == diagrams.end()) {
      diagrams.push_back({track, weeks, quantile, {}, {}});
      found = diagrams.end() - 1;
    }
    const std::string model = murphy.text(row, "model");
    found->curves[model].push_back(*murphy.number(row, "value"));
    if (model == kEngineName) found->thresholds.push_back(*murphy.number(row, "threshold"));
  }
  return diagrams;
}

// The engine, and of the chief rivals those that made the forecasts.
std::vector<std::string> shown_models(const Diagram& diagram) {
  std::vector<std::string> models;
  for (const char* model : {kEngineName, "climatology_52", "ar1_t", "ar1_t_return"}) {
    if (diagram.curves.contains(model)) models.emplace_back(model);
  }
  return models;
}

lxw_chart* murphy_chart(const BacktestPage& page, const Diagram& diagram) {
  const std::vector<std::string> models = shown_models(diagram);
  std::vector<ChartData::Row> rows;
  double highest = 0.0;
  for (std::size_t i = 0; i < diagram.thresholds.size(); ++i) {
    ChartData::Row row{fixed_text(diagram.thresholds[i], 1), {}};
    for (const std::string& model : models) {
      row.values.emplace_back(diagram.curves.at(model)[i]);
      highest = std::max(highest, diagram.curves.at(model)[i]);
    }
    rows.push_back(std::move(row));
  }
  const std::string name = format("{} quantile, {} ahead, {}", diagram.quantile == 0.5 ? "50 %" : "5 %",
                                  weeks_text(diagram.weeks), diagram.track);
  const ChartBlock block = page.charts.add("Murphy " + name, models, rows);
  lxw_chart* chart = page.book.add_chart(LXW_CHART_LINE);
  dress_chart(chart, name, "0.00");
  constexpr std::array<lxw_color_t, 4> kColors = {kMedianLine, kPast, kFall, kRealised};
  for (std::size_t i = 0; i < models.size(); ++i) {
    lxw_chart_series* series = add_block_series(chart, block, static_cast<int>(i) + 1, models[i]);
    set_series_line(series, kColors[i], i == 0 ? 2.25F : 1.5F);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
  }
  AxisRange range = round_axis(0.0, highest);
  range.low = 0.0;
  set_value_range(chart, range);
  chart_axis_set_interval_unit(label_axis(chart), 5);
  return chart;
}

}  // namespace

void write_murphy_page(const BacktestPage& page, SheetWriter& sheet) {
  sheet.begin(
      page.results.title + ": Murphy diagrams",
      "Mean elementary scores of two quantiles of the net flow at thresholds in % of AUM. A curve that is nowhere "
      "above another is better by every score of that quantile; where they cross it depends on the score.",
      {}, 0, 6.0);
  if (page.view.horizons().empty()) return;
  const std::vector<Diagram> diagrams = diagrams_of(page);
  const std::uint32_t first_row = sheet.row();
  std::vector<std::uint32_t> starts;
  for (std::size_t i = 0; i < diagrams.size(); ++i) {
    const CellPlace place{first_row + static_cast<std::uint32_t>(i / 2) * kChartRows,
                          static_cast<std::uint16_t>(i % 2 * 9)};
    if (i % 2 == 0) starts.push_back(place.row);
    sheet.insert_chart(murphy_chart(page, diagrams[i]), place, kChartWidth, kChartHeight,
                       "Mean elementary score by threshold, of ebbtide and its chief rivals.");
  }
  sheet.skip_to(first_row + static_cast<std::uint32_t>((diagrams.size() + 1) / 2) * kChartRows);
  sheet.keep_blocks_whole(starts, 2 * kChartRows + 4);
}

}  // namespace ebbtide
