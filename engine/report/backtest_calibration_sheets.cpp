// The sheets Coverage, PIT and Reliability: do forecasts say how sure they are?
#include <algorithm>
#include <array>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/backtest_pages.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr std::array kNominals = {50, 80, 90, 95};
constexpr int kBins = 10;
constexpr std::uint32_t kPageRows = 24;
constexpr int kChartWidth = 300;
constexpr int kChartHeight = 208;
constexpr std::uint32_t kChartRows = 9;
// Columns of the sheet PIT at which charts begin: from one to the next there is room for a chart.
constexpr std::array<std::uint16_t, 4> kChartColumns = {0, 4, 9, 14};

std::string bin_name(int bin) {
  return format("bin_{:02}", bin);
}

// Shares of the engine's outcomes in the bins, and where they are from.
struct Histogram {
  ForecastPlace place;
  std::vector<double> shares;
  int outcomes = 0;
};

// Of the total's flow.
std::vector<Histogram> histograms_of(const BacktestPage& page) {
  const TableReader pits(page.results.pit);
  std::vector<Histogram> histograms;
  for (std::size_t row = 0; row < pits.rows(); ++row) {
    if (pits.text(row, "model") != kEngineName || pits.text(row, "level") != "total" ||
        pits.text(row, "target") == "aum")
      continue;
    Histogram histogram{
        {"total", pits.text(row, "target"), pits.text(row, "track"), pits.whole(row, "horizon")}, {}, 0};
    histogram.outcomes = pits.whole(row, "outcomes");
    for (int bin = 1; bin <= kBins; ++bin)
      histogram.shares.push_back(*pits.number(row, bin_name(bin)) / histogram.outcomes);
    histograms.push_back(histogram);
  }
  return histograms;
}

lxw_chart* pit_chart(const BacktestPage& page, const Histogram& histogram) {
  std::vector<ChartData::Row> rows;
  rows.reserve(kBins);
  for (int bin = 0; bin < kBins; ++bin)
    rows.push_back({fixed_text(0.1 * (bin + 1), 1), {histogram.shares[static_cast<std::size_t>(bin)], 1.0 / kBins}});
  const std::string name = format("{}, {} ahead", histogram.place.track, weeks_text(histogram.place.weeks));
  const ChartBlock block = page.charts.add("PIT " + name, {"Share of outcomes", "Right forecast"}, rows);
  lxw_chart* chart = page.book.add_chart(LXW_CHART_COLUMN);
  dress_chart(chart, "Knowing " + known_text(histogram.place.track) + " (" + name + ")", "0%");
  set_series_fill(add_block_series(chart, block, 1, "Share of outcomes"), kInnerBand);
  chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
  chart_set_series_gap(chart, 10);
  const double highest = *std::max_element(histogram.shares.begin(), histogram.shares.end());
  set_value_range(chart, {0.0, highest > 0.4 ? 1.0 : 0.4, highest > 0.4 ? 0.2 : 0.1});
  return chart;
}

lxw_chart* reliability_chart(const BacktestPage& page, const std::string& track,
                             const std::vector<Histogram>& histograms) {
  std::vector<std::string> names = {"Right forecast"};
  std::vector<ChartData::Row> rows;
  for (int bin = 0; bin <= kBins; ++bin) rows.push_back({format("{} %", 10 * bin), {0.1 * bin}});
  for (const Histogram& histogram : histograms) {
    if (histogram.place.track != track) continue;
    names.push_back(weeks_text(histogram.place.weeks) + " ahead");
    double below = 0.0;
    rows.front().values.emplace_back(0.0);
    for (std::size_t bin = 0; bin < kBins; ++bin) rows[bin + 1].values.emplace_back(below += histogram.shares[bin]);
  }
  const ChartBlock block = page.charts.add("Reliability " + track, names, rows);
  lxw_chart* chart = page.book.add_chart(LXW_CHART_LINE);
  dress_chart(chart, "Knowing " + known_text(track), "0%");
  constexpr std::array<lxw_color_t, 5> kColors = {kRule, kMedianLine, kRise, kFall, kRealised};
  for (std::size_t i = 0; i < names.size(); ++i) {
    lxw_chart_series* series = add_block_series(chart, block, static_cast<int>(i) + 1, names[i]);
    set_series_line(series, kColors[std::min(i, kColors.size() - 1)], i == 0 ? 1.5F : 2.0F);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
  }
  set_value_range(chart, {0.0, 1.0, 0.2});
  chart_axis_set_position(label_axis(chart), LXW_CHART_AXIS_POSITION_ON_TICK);
  return chart;
}

}  // namespace

void write_coverage_page(const BacktestPage& page, SheetWriter& sheet) {
  std::vector<SheetColumn> columns = {
      {"What is forecast", 18.0, false}, {"Track", 7.0, false}, {"Weeks", 7.0}, {"Outcomes", 10.0}};
  for (const int nominal : kNominals) {
    columns.push_back({format("Inside {} %", nominal), 9.0});
    columns.push_back({"Band from", 8.0});
    columns.push_back({"to", 8.0});
    columns.push_back({"Verdict", 12.0, false});
  }
  sheet.begin(
      page.results.title + ": coverage",
      "Share of outcomes inside the central intervals, and the band of shares that a right forecast keeps in all "
      "four with 99 % probability. Members: each of them counts.",
      columns, 4);
  const Formats& formats = sheet.formats();
  for (const ForecastQuantity& quantity : page.view.quantities()) {
    for (const std::string& track : page.view.tracks()) {
      for (const int weeks : page.view.horizons()) {
        const ForecastPlace place = place_of(quantity, track, weeks);
        const CoverageNumber* any = page.view.coverage(place, kNominals.front());
        if (!any) continue;
        sheet.text(0, quantity.name, formats.name);
        sheet.text(1, track, formats.text);
        sheet.number(2, weeks, formats.whole);
        sheet.number(3, any->outcomes, formats.whole);
        int column = 4;
        for (const int nominal : kNominals) {
          const CoverageNumber* own = page.view.coverage(place, nominal);
          sheet.number(column, from_percent(own->inside), formats.percent);
          sheet.number(column + 1, from_percent(own->low), formats.percent);
          sheet.number(column + 2, from_percent(own->high), formats.percent);
          sheet.text(column + 3, own->verdict, own->verdict == "held" ? formats.text : formats.name);
          column += 4;
        }
        sheet.next_row(15.0);
      }
    }
  }
  if (sheet.row() > sheet.first_data_row())
    sheet.autofilter(sheet.row() - 1, static_cast<int>(columns.size()) - 1);
  else
    sheet.text(0, "The definition does not ask for pit.", formats.text);
}

void write_pit_page(const BacktestPage& page, SheetWriter& sheet) {
  std::vector<SheetColumn> columns = {
      {"What is forecast", 18.0, false}, {"Track", 7.0, false}, {"Weeks", 7.0}, {"Outcomes", 10.0}, {"Mean", 8.0}};
  for (int bin = 1; bin <= kBins; ++bin) columns.push_back({format("to {}", fixed_text(0.1 * bin, 1)), 8.0});
  columns.push_back({"Forecasts apart", 10.0});
  columns.push_back({"p, uniform", 10.0});
  sheet.begin(
      page.results.title + ": where outcomes fell",
      "Outcomes by tenths of their forecast (PIT). Right forecasts have as many in each; a hump: too wide; both "
      "ends high: too narrow; leaning left: outcomes lay lower than expected.",
      columns, 3);
  const TableReader pits(page.results.pit);
  const Formats& formats = sheet.formats();
  for (std::size_t row = 0; row < pits.rows(); ++row) {
    if (pits.text(row, "model") != kEngineName) continue;
    sheet.text(0, quantity_name(pits.text(row, "level"), pits.text(row, "target")), formats.name);
    sheet.text(1, pits.text(row, "track"), formats.text);
    sheet.number(2, pits.number(row, "horizon"), formats.whole);
    sheet.number(3, pits.number(row, "outcomes"), formats.whole);
    sheet.number(4, pits.number(row, "mean"), formats.two_decimals);
    for (int bin = 1; bin <= kBins; ++bin) sheet.number(4 + bin, pits.number(row, bin_name(bin)), formats.whole);
    sheet.number(5 + kBins, pits.number(row, "apart"), formats.whole);
    sheet.number(6 + kBins, pits.number(row, "uniform_p"), formats.real);
    sheet.next_row(15.0);
  }
  sheet.next_row();
  const std::uint32_t first_row = sheet.row();
  const std::vector<Histogram> histograms = histograms_of(page);
  const std::size_t across = std::clamp<std::size_t>(page.view.horizons().size(), 1, kChartColumns.size());
  std::vector<std::uint32_t> starts = {first_row};
  for (std::size_t i = 0; i < histograms.size(); ++i) {
    const CellPlace place{first_row + static_cast<std::uint32_t>(i / across) * kChartRows, kChartColumns[i % across]};
    if (place.row != starts.back()) starts.push_back(place.row);
    sheet.insert_chart(pit_chart(page, histograms[i]), place, kChartWidth, kChartHeight,
                       "Share of outcomes in each tenth of their forecast; a right forecast has a tenth in each.");
  }
  if (histograms.empty()) return;
  sheet.skip_to(starts.back() + kChartRows);
  sheet.keep_blocks_whole(starts, kPageRows);
}

void write_reliability_page(const BacktestPage& page, SheetWriter& sheet) {
  sheet.begin(
      page.results.title + ": reliability of the net flow's quantiles",
      "Share of outcomes below each quantile, against its level. Above the diagonal: outcomes lay lower than expected.",
      {}, 0, 6.0);
  const std::vector<Histogram> histograms = histograms_of(page);
  std::vector<std::uint32_t> starts;
  for (const std::string& track : page.view.tracks()) {
    starts.push_back(sheet.row());
    sheet.insert_chart(reliability_chart(page, track, histograms), {sheet.row(), 0}, 760, 276,
                       "Share of outcomes below each quantile against its level, by horizon.");
    sheet.skip_to(sheet.row() + 12);
  }
  sheet.keep_blocks_whole(starts, kPageRows);
}

}  // namespace ebbtide
