// The sheet Summary: one row per scenario, two charts to set them side by side, and the defined names.
#include <algorithm>
#include <cctype>
#include <set>

#include "core/format.h"
#include "report/range_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

enum Column {
  kScenario,
  kTitle,
  kAsOf,
  kWeekOne,
  kHorizon,
  kFlow05,
  kFlow50,
  kFlow95,
  kCumulative05,
  kCumulative50,
  kCumulative95,
  kAum05,
  kAum50,
  kAum95,
  kDeltaFlow,
  kDeltaFlowSe,
  kDeltaAum,
  kDeltaAumSe,
  kRealised,
  kPercentile,
  kEvents
};

constexpr double kTitleWidth = 32.0;
constexpr double kEventsWidth = 44.0;

const std::vector<SheetColumn> kColumns = {
    {"Scenario", 22, false},
    {"Title", kTitleWidth, false},
    {"As of", 10.5, false},
    {"First week ends", 10.5, false},
    {"Weeks", 6.5},
    {"Week 1 flow P5, USD m", 10},
    {"Week 1 flow median, USD m", 10},
    {"Week 1 flow P95, USD m", 10},
    {"Flow over all weeks P5, USD m", 10.5},
    {"Flow over all weeks median, USD m", 10.5},
    {"Flow over all weeks P95, USD m", 10.5},
    {"AUM at the end P5, USD bn", 9.5},
    {"AUM at the end median, USD bn", 9.5},
    {"AUM at the end P95, USD bn", 9.5},
    {"Flow over all weeks against baseline, USD m", 12},
    {"\u00b1 s.e., USD m", 8},
    {"AUM at the end against baseline, USD bn", 12},
    {"\u00b1 s.e., USD bn", 8},
    {"Week 1 flow that came true, USD m", 10.5},
    {"Its percentile", 9.5},
    {"Events and their probabilities", kEventsWidth, false},
};

// Letters, digits and underscores of a scenario's name, made unique.
std::string name_stem(const std::string& scenario, std::set<std::string>& taken) {
  std::string stem;
  for (const char letter : scenario) {
    const unsigned char code = static_cast<unsigned char>(letter);
    if (std::isalnum(code) != 0 && code < 128) {
      stem += static_cast<char>(std::tolower(code));
    } else if (!stem.empty() && stem.back() != '_') {
      stem += '_';
    }
  }
  while (!stem.empty() && stem.back() == '_') stem.pop_back();
  std::string unique = stem.substr(0, 150);
  for (int i = 2; !taken.insert(unique).second; ++i) unique = format("{}_v{}", stem.substr(0, 150), i);
  return unique;
}

// "deep_trough 5.9 %", with a tick or a cross where a threshold is set; the sheet Events has the rest.
std::string event_words(const EventRow& event) {
  std::string words = event.event;
  if (event.probability) words += format(" {} %", fixed_text(*event.probability * 100.0, 1));
  if (event.ok == "true") words += format(" \u2713 held ({})", event.threshold);
  if (event.ok == "false") words += format(" \u2717 broken ({})", event.threshold);
  return words;
}

std::string all_event_words(const ScenarioView& scenario) {
  std::string words;
  for (const EventRow& event : scenario.events) words += (words.empty() ? "" : "; ") + event_words(event);
  return words;
}

// Numbers that rest on a stated response say so where they are read first.
std::string title_words(const ScenarioView& scenario) {
  return scenario.assumptions.empty() ? scenario.title : scenario.title + " (assumes responses: see Conditions)";
}

class SummaryRows {
 public:
  SummaryRows(const PageContext& context, SheetWriter& sheet) : context_(context), sheet_(sheet) {}

  void write(const ScenarioView& scenario) {
    const Formats& formats = sheet_.formats();
    const std::string stem = "summary_" + name_stem(scenario.name, taken_);
    const std::string events = all_event_words(scenario);
    sheet_.text(kScenario, scenario.name, formats.name);
    const std::string title = title_words(scenario);
    sheet_.text(kTitle, title, formats.wrapped_middle);
    sheet_.date(kAsOf, scenario.as_of, formats.date);
    sheet_.date(kWeekOne, scenario.week_one, formats.date);
    sheet_.number(kHorizon, scenario.horizon, formats.whole);
    quantiles(scenario.total("net_flow", 1), kFlow05, stem + "_flow", false);
    quantiles(scenario.total("cumulative_net_flow", scenario.horizon), kCumulative05, stem + "_cumulative_flow", false);
    quantiles(scenario.total("aum", scenario.horizon), kAum05, stem + "_aum", true);
    deltas(scenario, stem);
    if (const Law* first = scenario.total("net_flow", 1)) {
      sheet_.number(kRealised, first->realised, formats.flow);
      sheet_.number(kPercentile, from_percent(first->percentile), formats.percent);
    }
    sheet_.text(kEvents, events, formats.wrapped_middle);
    sheet_.next_row(std::max({30.0, wrapped_points(events, kEventsWidth), wrapped_points(title, kTitleWidth)}));
  }

 private:
  void quantiles(const Law* law, int column, const std::string& stem, bool billions) {
    if (law == nullptr) return;
    lxw_format* style = billions ? sheet_.formats().billion : sheet_.formats().flow;
    const std::optional<double> values[] = {law->q05, law->q50, law->q95};
    const char* levels[] = {"_p05", "_p50", "_p95"};
    for (int i = 0; i < 3; ++i) {
      sheet_.number(column + i, billions ? in_billions(values[i]) : values[i], style);
      if (values[i]) context_.book.define_name(stem + levels[i], sheet_.reference(column + i));
    }
  }

  void deltas(const ScenarioView& scenario, const std::string& stem) {
    const Formats& formats = sheet_.formats();
    const Delta flow = context_.view.delta(scenario.name, "cumulative_net_flow", scenario.horizon);
    sheet_.number(kDeltaFlow, flow.delta, formats.flow);
    sheet_.number(kDeltaFlowSe, flow.mc_se, formats.flow);
    const Delta aum = context_.view.delta(scenario.name, "aum", scenario.horizon);
    sheet_.number(kDeltaAum, in_billions(aum.delta), formats.billion);
    sheet_.number(kDeltaAumSe, in_billions(aum.mc_se), formats.billion);
    if (flow.delta) context_.book.define_name(stem + "_cumulative_flow_delta", sheet_.reference(kDeltaFlow));
    if (aum.delta) context_.book.define_name(stem + "_aum_delta", sheet_.reference(kDeltaAum));
  }

  const PageContext& context_;
  SheetWriter& sheet_;
  std::set<std::string> taken_;
};

RangeBar bar_of(const ScenarioView& scenario, const Law* law, double scale) {
  RangeBar bar{scenario.name, {}, {}, {}};
  if (law == nullptr || !law->q05 || !law->q50 || !law->q95) return bar;
  bar.q05 = *law->q05 * scale;
  bar.q50 = *law->q50 * scale;
  bar.q95 = *law->q95 * scale;
  return bar;
}

void insert_charts(const PageContext& context, SheetWriter& sheet) {
  std::vector<RangeBar> flows;
  std::vector<RangeBar> cumulative;
  for (const ScenarioView& scenario : context.view.scenarios) {
    flows.push_back(bar_of(scenario, scenario.total("net_flow", 1), 1.0));
    cumulative.push_back(bar_of(scenario, scenario.total("cumulative_net_flow", scenario.horizon), 1.0));
  }
  const int height = std::max(264, 110 + 26 * static_cast<int>(flows.size()));
  const CellPlace left{sheet.row() + 1, 0};
  const CellPlace right{sheet.row() + 1, kFlow95};
  if (lxw_chart* chart = range_chart(context.book, context.charts, "Summary: week 1 net flow, USD m",
                                     "Week 1 net flow, USD m: P5 to P95", "#,##0", flows)) {
    sheet.insert_chart(chart, left, 700, height,
                       "Bars from the 5 to the 95 % quantile of the first week's total net "
                       "flow, one per scenario; the values are in columns F to H.");
  }
  if (lxw_chart* chart = range_chart(context.book, context.charts, "Summary: net flow over all weeks, USD m",
                                     "Net flow over all weeks, USD m: P5 to P95", "#,##0", cumulative)) {
    sheet.insert_chart(chart, right, 700, height,
                       "Bars from the 5 to the 95 % quantile of the total net flow summed "
                       "over the horizon, one per scenario; the values are in columns I to K.");
  }
}

}  // namespace

void write_summary_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": summary",
              "Totals per universe. Flows in millions, AUM in billions of US dollars. \u00b1 s.e. is the simulation's "
              "standard error of the difference of means to the scenario's baseline.",
              kColumns, 1, 58.0);
  SummaryRows rows(context, sheet);
  for (const ScenarioView& scenario : context.view.scenarios) rows.write(scenario);
  // With more rows than that the charts begin a printed page of their own.
  constexpr std::uint32_t kRowsThatLeaveRoomForCharts = 12;
  sheet.keep_blocks_whole({sheet.first_data_row(), sheet.row()}, kRowsThatLeaveRoomForCharts);
  insert_charts(context, sheet);
}

}  // namespace ebbtide
