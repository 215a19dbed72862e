// The sheet Bridge: how opening assets become closing assets.
#include "core/format.h"
#include "report/waterfall_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

enum Column { kScenario, kWeekEnd, kWeek, kOpening, kFlow, kMarket, kClosing, kStatus, kGap, kColumns };

bool complete(const BridgeWeek& week) {
  return week.opening_aum && week.net_flow && week.market_effect && week.closing_aum;
}

void write_week(SheetWriter& sheet, const ScenarioView& scenario, const BridgeWeek& week) {
  const Formats& formats = sheet.formats();
  sheet.text(kScenario, scenario.name, formats.text);
  sheet.date(kWeekEnd, week.week_end, formats.date);
  sheet.number(kWeek, week.horizon, formats.whole);
  sheet.number(kOpening, in_billions(week.opening_aum), formats.billion);
  sheet.number(kFlow, in_billions(week.net_flow), formats.billion);
  sheet.number(kMarket, in_billions(week.market_effect), formats.billion);
  sheet.number(kClosing, in_billions(week.closing_aum), formats.billion);
  sheet.text(kStatus, week.status, week.status == "inferred" ? formats.muted : formats.text);
  sheet.next_row();
}

struct HorizonBridge {
  double opening = 0.0, flow = 0.0, market = 0.0, closing = 0.0;  // USD bn
};

// Nothing when any week lacks a figure: a sum over part of the weeks would be wrong.
std::optional<HorizonBridge> over_horizon(const std::vector<BridgeWeek>& weeks) {
  if (weeks.empty()) return std::nullopt;
  HorizonBridge sum;
  for (const BridgeWeek& week : weeks) {
    if (!complete(week)) return std::nullopt;
    sum.flow += *week.net_flow / 1000.0;
    sum.market += *week.market_effect / 1000.0;
  }
  sum.opening = *weeks.front().opening_aum / 1000.0;
  sum.closing = *weeks.back().closing_aum / 1000.0;
  return sum;
}

void write_horizon_row(SheetWriter& sheet, const ScenarioView& scenario, const HorizonBridge& sum,
                       std::uint32_t first_row, std::uint32_t last_row) {
  const Formats& formats = sheet.formats();
  sheet.text(kScenario, scenario.name, formats.total_text);
  sheet.text(kWeekEnd, "All weeks", formats.total_text);
  sheet.text(kWeek, "", formats.total_text);
  sheet.number(kOpening, sum.opening, formats.total_billion);
  sheet.formula(kFlow, format("=SUM(E{}:E{})", first_row + 1, last_row + 1), sum.flow, formats.total_billion);
  sheet.formula(kMarket, format("=SUM(F{}:F{})", first_row + 1, last_row + 1), sum.market, formats.total_billion);
  sheet.number(kClosing, sum.closing, formats.total_billion);
  sheet.text(kStatus, "", formats.total_text);
  sheet.next_row();
}

void insert_waterfall(const PageContext& context, SheetWriter& sheet, const ScenarioView& scenario,
                      const HorizonBridge& sum, CellPlace place, int height) {
  const Date last = *scenario.bridge.back().week_end;
  const std::string opening = "Opening " + short_date(add_weeks(*scenario.bridge.front().week_end, -1));
  const std::vector<WaterfallStep> steps = {{opening, sum.opening, true},
                                            {"Net flow", sum.flow, false},
                                            {"Market effect", sum.market, false},
                                            {"Closing " + short_date(last), sum.closing, true}};
  lxw_chart* chart = waterfall_chart(context.book, context.charts, format("Bridge: {}, USD bn", scenario.name),
                                     format("{}: mean AUM bridge, USD bn (axis does not start at 0)", scenario.name),
                                     "#,##0.0", steps);
  sheet.insert_chart(chart, place, 640, height,
                     format("Waterfall of scenario {}: opening assets {} bn, net flow {} bn, market effect {} bn, "
                            "closing assets {} bn US dollars.",
                            scenario.name, fixed_text(sum.opening, 1), fixed_text(sum.flow, 1),
                            fixed_text(sum.market, 1), fixed_text(sum.closing, 1)));
}

void write_block(const PageContext& context, SheetWriter& sheet, const ScenarioView& scenario) {
  const std::uint32_t first = sheet.row();
  write_scenario_heading(sheet, scenario, kColumns);
  for (const BridgeWeek& week : scenario.bridge) write_week(sheet, scenario, week);
  const std::uint32_t rows = block_rows(scenario.bridge.size() + 1);
  if (const std::optional<HorizonBridge> sum = over_horizon(scenario.bridge)) {
    write_horizon_row(sheet, scenario, *sum, first + 1, sheet.row() - 1);
    if (scenario.bridge.front().week_end && scenario.bridge.back().week_end) {
      insert_waterfall(context, sheet, scenario, *sum, {first, kColumns}, kRowPixels * static_cast<int>(rows - 1) - 4);
    }
  }
  sheet.skip_to(first + rows);
}

}  // namespace

void write_bridge_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(context.view.title + ": from opening to closing assets, USD bn",
              "Opening AUM + net flow + market effect = closing AUM, exact on every path; shown are means over paths, "
              "so closing AUM here is the mean, not the median of the sheet AUM.",
              {{"Scenario", 24, false},
               {"Week ending", 12, false},
               {"Week", 7},
               {"Opening AUM", 12},
               {"Net flow", 12},
               {"Market effect", 12},
               {"Closing AUM", 12},
               {"Status", 10, false},
               {"", 2, false}},
              1);
  std::vector<std::uint32_t> starts;
  for (const ScenarioView& scenario : context.view.scenarios) {
    starts.push_back(sheet.row());
    write_block(context, sheet, scenario);
  }
  sheet.keep_blocks_whole(starts, 40);
}

}  // namespace ebbtide
