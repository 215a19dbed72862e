// The sheets Fan and Weeks: forecasts beside what came, origin by origin.
#include <algorithm>
#include <map>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/backtest_pages.h"
#include "report/fan_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr const char* kFlowTarget = "cumulative_net_flow";

struct Outcome {
  Date week_end;
  double opening_aum = 0.0;  // million USD
  std::optional<double> flow;
};

// By origin.
std::map<Date, Outcome> outcomes_of(const BacktestResults& results, int weeks) {
  const TableReader origins(results.origins);
  std::map<Date, Outcome> outcomes;
  for (std::size_t row = 0; row < origins.rows(); ++row) {
    if (origins.whole(row, "horizon") != weeks) continue;
    outcomes[*origins.date(row, "origin")] = {*origins.date(row, "week_end"), *origins.number(row, "opening_aum"),
                                              origins.number(row, "realised_flow")};
  }
  return outcomes;
}

std::vector<FanPoint> fan_points(const BacktestResults& results, const std::string& track, int weeks) {
  const std::map<Date, Outcome> outcomes = outcomes_of(results, weeks);
  const TableReader quantiles(results.quantiles);
  std::vector<FanPoint> points;
  for (std::size_t row = 0; row < quantiles.rows(); ++row) {
    const bool wanted = quantiles.text(row, "model") == kEngineName && quantiles.text(row, "track") == track &&
                        quantiles.whole(row, "horizon") == weeks && quantiles.text(row, "target") == kFlowTarget;
    if (!wanted) continue;
    const Outcome& outcome = outcomes.at(*quantiles.date(row, "origin"));
    FanPoint point;
    point.label = date_text(outcome.week_end);
    point.q05 = quantiles.number(row, "q05");
    point.q25 = quantiles.number(row, "q25");
    point.q50 = quantiles.number(row, "q50");
    point.q75 = quantiles.number(row, "q75");
    point.q95 = quantiles.number(row, "q95");
    point.realised = outcome.flow;
    points.push_back(point);
  }
  return points;
}

// One number of the engine or a rival by origin.
std::map<Date, double> numbers_of(const Table& table, const std::string& model, const std::string& track, int weeks,
                                  const std::string& column) {
  const TableReader reader(table);
  const bool has_level = table.name() == "scores";
  std::map<Date, double> numbers;
  for (std::size_t row = 0; row < reader.rows(); ++row) {
    const bool wanted = reader.text(row, "model") == model && reader.text(row, "track") == track &&
                        reader.whole(row, "horizon") == weeks && reader.text(row, "target") == kFlowTarget &&
                        (!has_level || reader.text(row, "level") == "total");
    if (!wanted) continue;
    if (const auto value = reader.number(row, column)) numbers[*reader.date(row, "origin")] = *value;
  }
  return numbers;
}

std::optional<double> at(const std::map<Date, double>& numbers, Date origin) {
  const auto found = numbers.find(origin);
  return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

// What the sheet Weeks shows of one track.
struct TrackWeeks {
  std::string track;
  std::string rival;
  std::map<Date, double> median, pit, crps, rival_crps;
};

TrackWeeks weeks_of(const BacktestPage& page, const std::string& track, int weeks) {
  const BacktestResults& results = page.results;
  TrackWeeks own{track, page.view.best_rival({"total", kFlowTarget, track, weeks}), {}, {}, {}, {}};
  own.median = numbers_of(results.quantiles, kEngineName, track, weeks, "q50");
  own.pit = numbers_of(results.scores, kEngineName, track, weeks, "pit");
  own.crps = numbers_of(results.scores, kEngineName, track, weeks, "crps");
  own.rival_crps = numbers_of(results.scores, own.rival, track, weeks, "crps");
  return own;
}

}  // namespace

void write_fan_page(const BacktestPage& page, SheetWriter& sheet) {
  sheet.begin(
      page.results.title + ": what was forecast beside what came",
      "Net flow added up from week 1, millions of US dollars, by the week in which the forecast ends. Dark band: 25 "
      "to 75 %, light band: 5 to 95 %, line: median, diamond: what came.",
      {}, 0, 6.0);
  std::vector<int> shown;
  std::vector<std::uint32_t> starts;
  for (const int weeks : page.view.horizons()) {
    if (weeks == 1 || weeks == 4) shown.push_back(weeks);
  }
  if (shown.empty() && !page.view.horizons().empty()) shown.push_back(page.view.horizons().front());
  for (const int weeks : shown) {
    for (const std::string& track : page.view.tracks()) {
      const std::vector<FanPoint> points = fan_points(page.results, track, weeks);
      const std::string name = format("{} ahead, knowing {} ({})", weeks_text(weeks), known_text(track), track);
      lxw_chart* chart = fan_chart(page.book, page.charts, "Fan " + name, name, "#,##0", points);
      if (!chart) continue;
      chart_axis_set_interval_unit(label_axis(chart),
                                   static_cast<std::uint16_t>(std::max<std::size_t>(1, points.size() / 10)));
      chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
      starts.push_back(sheet.row());
      sheet.insert_chart(chart, {sheet.row(), 0}, 1060, 300,
                         "Quantiles of the forecasts week by week as bands, and what came as diamonds.");
      sheet.skip_to(sheet.row() + 14);
    }
  }
  sheet.keep_blocks_whole(starts, 28);
}

void write_weeks_page(const BacktestPage& page, SheetWriter& sheet) {
  const std::vector<int>& horizons = page.view.horizons();
  const int weeks = horizons.empty() ? 1 : horizons.front();
  std::vector<TrackWeeks> tracks;
  for (const std::string& track : page.view.tracks()) tracks.push_back(weeks_of(page, track, weeks));
  std::vector<SheetColumn> columns = {{"Origin", 12.0, false},
                                      {"Week ending", 12.0, false},
                                      {"AUM at the origin, USD bn", 12.0},
                                      {"Net flow that came, USD m", 14.0},
                                      {"in % of AUM", 10.0}};
  for (const TrackWeeks& own : tracks) {
    columns.push_back({own.track + ": median, USD m", 11.0});
    columns.push_back({own.track + ": PIT", 8.0});
    columns.push_back({own.track + ": CRPS, USD m", 10.0});
    columns.push_back({own.track + ": CRPS of " + own.rival, 13.0});
  }
  sheet.begin(page.results.title + ": origin by origin",
              format("Net flow, {} ahead. The rival beside ebbtide is the best of its track, chosen with hindsight.",
                     weeks_text(weeks)),
              columns, 2, 44.0);
  const Formats& formats = sheet.formats();
  for (const auto& [origin, outcome] : outcomes_of(page.results, weeks)) {
    sheet.date(0, origin, formats.date);
    sheet.date(1, outcome.week_end, formats.date);
    sheet.number(2, in_billions(outcome.opening_aum), formats.billion);
    sheet.number(3, outcome.flow, formats.flow);
    sheet.number(4, outcome.flow ? std::optional(*outcome.flow / outcome.opening_aum) : std::nullopt,
                 formats.fine_percent);
    int column = 5;
    const auto in_usd = [&aum = outcome.opening_aum](std::optional<double> percent) {
      return percent ? std::optional(0.01 * *percent * aum) : std::nullopt;
    };
    for (const TrackWeeks& own : tracks) {
      sheet.number(column++, at(own.median, origin), formats.flow);
      sheet.number(column++, at(own.pit, origin), formats.two_decimals);
      sheet.number(column++, in_usd(at(own.crps, origin)), formats.flow);
      sheet.number(column++, in_usd(at(own.rival_crps, origin)), formats.flow);
    }
    sheet.next_row(15.0);
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, static_cast<int>(columns.size()) - 1);
}

}  // namespace ebbtide
