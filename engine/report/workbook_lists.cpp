// The sheets that are plain lists: Events, Market, Recent weeks.
#include <algorithm>

#include "core/format.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

std::string held_words(const EventRow& event) {
  if (event.ok == "true") return "\u2713 held";
  if (event.ok == "false") return "\u2717 broken";
  return "";
}

}  // namespace

void write_events_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": events",
              "Share of simulated paths in which the event happens; \u00b1 s.e. is its standard error. A threshold is "
              "what the scenario's author allows.",
              {{"Scenario", 24, false},
               {"Event", 26, false},
               {"Description", 62, false},
               {"Probability", 16},
               {"\u00b1 s.e.", 10},
               {"Against baseline", 11},
               {"\u00b1 s.e. of the difference", 13},
               {"Threshold", 18, false},
               {"Threshold held", 12, false},
               {"Came true", 11, false}},
              2);
  const Formats& formats = sheet.formats();
  for (const ScenarioView& scenario : context.view.scenarios) {
    for (const EventRow& event : scenario.events) {
      sheet.text(0, scenario.name, formats.text);
      sheet.text(1, event.event, formats.name);
      sheet.text(2, event.description, formats.wrapped_middle);
      sheet.number(3, event.probability, formats.percent);
      sheet.number(4, event.mc_se, formats.fine_percent);
      sheet.number(5, event.delta, formats.percent);
      sheet.number(6, event.delta_mc_se, formats.fine_percent);
      sheet.text(7, event.threshold, formats.text);
      sheet.text(8, held_words(event), formats.text);
      sheet.text(9, event.realised == "unknown" ? "" : event.realised, formats.text);
      sheet.next_row(wrapped_points(event.description, 62.0));
    }
  }
  if (sheet.row() == sheet.first_data_row()) {
    sheet.text(0, "No scenario asks for an event.", formats.text);
    return;
  }
  sheet.probability_bars(sheet.first_data_row(), sheet.row() - 1, 3);
  sheet.autofilter(sheet.row() - 1, 9);
}

void write_market_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": macro factors and prices by week",
              "Changes in the week along each scenario, in the unit of the row (% is simple percent). P5 to P95 are "
              "quantiles over paths; a condition shows as quantiles that coincide.",
              {{"Scenario", 24, false},
               {"Kind", 9, false},
               {"Series", 22, false},
               {"Unit", 8, false},
               {"Week ending", 12, false},
               {"Week", 7},
               {"P5", 10},
               {"P25", 10},
               {"Median", 10},
               {"P75", 10},
               {"P95", 10},
               {"Mean", 10},
               {"Came true", 10},
               {"Its percentile", 10}},
              3);
  const Formats& formats = sheet.formats();
  for (const ScenarioView& scenario : context.view.scenarios) {
    for (const Law& law : scenario.laws) {
      if (law.target != "factor" && law.target != "return") continue;
      sheet.text(0, scenario.name, formats.text);
      sheet.text(1, law.target, formats.text);
      sheet.text(2, law.series, formats.text);
      sheet.text(3, law.unit, formats.text);
      sheet.date(4, law.week_end, formats.date);
      sheet.number(5, law.horizon, formats.whole);
      const std::optional<double> values[] = {law.q05, law.q25, law.q50, law.q75, law.q95, law.mean, law.realised};
      for (int i = 0; i < 7; ++i) sheet.number(6 + i, values[i], formats.two_decimals);
      sheet.number(13, from_percent(law.percentile), formats.percent);
      sheet.next_row();
    }
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, 13);
}

void write_history_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": recent weeks",
              "What was known at each as-of date. \"smoothed\" and \"reconstructed\": no figure was published; the "
              "model's estimate with its standard deviation. Flows in millions, AUM in billions of US dollars.",
              {{"Universe", 22, false},
               {"As of", 12, false},
               {"Week ending", 12, false},
               {"Net flow, USD m", 13},
               {"Flow status", 13, false},
               {"Flow sd, USD m", 12},
               {"AUM, USD bn", 12},
               {"AUM status", 14, false},
               {"AUM sd, USD bn", 12}},
              0);
  const Formats& formats = sheet.formats();
  const TableReader weeks(context.run.weeks);
  const auto status = [&](int column, std::size_t row, const char* name) {
    const std::string words = weeks.text(row, name);
    sheet.text(column, words, words == "seen" ? formats.text : formats.muted);
  };
  for (std::size_t row = 0; row < weeks.rows(); ++row) {
    sheet.cell(0, weeks.cell(row, "universe"));
    sheet.cell(1, weeks.cell(row, "as_of"));
    sheet.cell(2, weeks.cell(row, "week_end"));
    sheet.number(3, weeks.number(row, "net_flow"), formats.flow);
    status(4, row, "flow_status");
    sheet.number(5, weeks.number(row, "flow_sd"), formats.flow);
    sheet.number(6, in_billions(weeks.number(row, "aum")), formats.billion);
    status(7, row, "aum_status");
    sheet.number(8, in_billions(weeks.number(row, "aum_sd")), formats.billion);
    sheet.next_row();
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, 8);
}

}  // namespace ebbtide
