// The sheets Flows and AUM: per scenario the weeks of the total and a fan chart beside them.
#include "core/format.h"
#include "report/fan_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

constexpr std::size_t kPastWeeks = 10;  // drawn before the fan
constexpr int kChartWidth = 640;

// What differs between the two sheets.
struct WeeklyPage {
  std::string target;
  std::string title;
  std::string unit;
  bool billions = false;
  std::string chart_format;
  std::string intensity_target;  // a percentage shown beside it, or ""
};

enum Column {
  kScenario,
  kWeekEnd,
  kWeek,
  kShortfall,
  kP05,
  kP25,
  kP50,
  kP75,
  kP95,
  kMean,
  kMeanSe,
  kRealised,
  kPercentile,
  kStatus,
  kIntensity
};

std::vector<SheetColumn> columns_of(const WeeklyPage& page) {
  std::vector<SheetColumn> columns = {{"Scenario", 24, false},
                                      {"Week ending", 12, false},
                                      {"Week", 7},
                                      {"Mean of worst 5 %", 12},
                                      {"P5", 11},
                                      {"P25", 11},
                                      {"Median", 11},
                                      {"P75", 11},
                                      {"P95", 11},
                                      {"Mean", 11},
                                      {"\u00b1 s.e. of the mean", 10},
                                      {"Came true", 11},
                                      {"Its percentile", 10},
                                      {"Status", 10, false}};
  if (!page.intensity_target.empty()) columns.push_back({"Median, % of opening AUM", 11});
  columns.push_back({"", 2, false});
  return columns;
}

class WeeklyBlocks {
 public:
  WeeklyBlocks(const PageContext& context, SheetWriter& sheet, const WeeklyPage& page, int columns)
      : context_(context), sheet_(sheet), page_(page), columns_(columns) {}

  void write(const ScenarioView& scenario) {
    const std::uint32_t first = sheet_.row();
    write_scenario_heading(sheet_, scenario, columns_);
    const std::vector<const Law*> weeks = scenario.total_weeks(page_.target);
    for (const Law* law : weeks) write_week(scenario, *law);
    insert_fan(scenario, weeks, first);
    sheet_.skip_to(first + block_rows(weeks.size()));
  }

 private:
  std::optional<double> shown(std::optional<double> value) const { return page_.billions ? in_billions(value) : value; }

  void write_week(const ScenarioView& scenario, const Law& law) {
    const Formats& formats = sheet_.formats();
    lxw_format* style = page_.billions ? formats.billion : formats.flow;
    sheet_.text(kScenario, scenario.name, formats.text);
    sheet_.date(kWeekEnd, law.week_end, formats.date);
    sheet_.number(kWeek, law.horizon, formats.whole);
    const std::optional<double> values[] = {law.shortfall_05, law.q05,  law.q25,     law.q50,     law.q75,
                                            law.q95,          law.mean, law.mean_se, law.realised};
    for (int i = 0; i < 9; ++i) sheet_.number(kShortfall + i, shown(values[i]), style);
    sheet_.number(kPercentile, from_percent(law.percentile), formats.percent);
    sheet_.text(kStatus, law.status, law.status == "inferred" ? formats.muted : formats.text);
    if (!page_.intensity_target.empty()) {
      const Law* share = scenario.total(page_.intensity_target, law.horizon);
      if (share != nullptr) sheet_.number(kIntensity, from_percent(share->q50), formats.fine_percent);
    }
    sheet_.next_row();
  }

  std::vector<FanPoint> points_of(const ScenarioView& scenario, const std::vector<const Law*>& weeks) const {
    std::vector<FanPoint> points;
    const std::size_t skipped = scenario.history.size() > kPastWeeks ? scenario.history.size() - kPastWeeks : 0;
    for (std::size_t i = skipped; i < scenario.history.size(); ++i) {
      const HistoryWeek& week = scenario.history[i];
      FanPoint point;
      point.label = short_date(week.week_end);
      point.past = shown(page_.billions ? week.aum : week.net_flow);
      point.past_is_estimated = (page_.billions ? week.aum_status : week.flow_status) != "seen";
      points.push_back(point);
    }
    for (const Law* law : weeks) {
      FanPoint point;
      point.label = law->week_end ? short_date(*law->week_end) : std::to_string(law->horizon);
      point.q05 = shown(law->q05);
      point.q25 = shown(law->q25);
      point.q50 = shown(law->q50);
      point.q75 = shown(law->q75);
      point.q95 = shown(law->q95);
      point.realised = shown(law->realised);
      points.push_back(point);
    }
    return points;
  }

  void insert_fan(const ScenarioView& scenario, const std::vector<const Law*>& weeks, std::uint32_t first) {
    lxw_chart* chart = fan_chart(
        context_.book, context_.charts, format("{}: {}, {}", sheet_.name(), scenario.name, page_.unit),
        format("{}: {}, {}", scenario.name, page_.title, page_.unit), page_.chart_format, points_of(scenario, weeks));
    if (chart == nullptr) return;
    const int height = kRowPixels * static_cast<int>(block_rows(weeks.size()) - 1) - 4;
    sheet_.insert_chart(
        chart, {first, static_cast<std::uint16_t>(columns_)}, kChartWidth, height,
        format("Fan chart of {} per week in scenario {}: recent weeks, then bands from the 5 to the 95 % "
               "and the 25 to the 75 % quantile with the median; the values are in the table beside it.",
               page_.title, scenario.name));
  }

  const PageContext& context_;
  SheetWriter& sheet_;
  const WeeklyPage& page_;
  int columns_;
};

void write_weekly_page(const PageContext& context, SheetWriter& sheet, const WeeklyPage& page,
                       const std::string& subtitle) {
  const std::vector<SheetColumn> columns = columns_of(page);
  sheet.begin(format("{}: {} by week, {}", context.view.title, page.title, page.unit), subtitle, columns, 1);
  WeeklyBlocks blocks(context, sheet, page, static_cast<int>(columns.size()));
  std::vector<std::uint32_t> starts;
  for (const ScenarioView& scenario : context.view.scenarios) {
    starts.push_back(sheet.row());
    blocks.write(scenario);
  }
  sheet.keep_blocks_whole(starts, 50);
}

}  // namespace

void write_flows_page(const PageContext& context, SheetWriter& sheet) {
  const WeeklyPage page{"net_flow", "net flow of the total", "USD m", false, "#,##0", "net_flow_pct_aum"};
  write_weekly_page(
      context, sheet, page,
      "Creations minus redemptions of the whole universe in the week, millions of US dollars; quantiles "
      "over simulated paths. Dots on the past weeks of a chart: no figure was published, the model's own estimate.");
}

void write_aum_page(const PageContext& context, SheetWriter& sheet) {
  const WeeklyPage page{"aum", "assets under management", "USD bn", true, "#,##0", ""};
  write_weekly_page(
      context, sheet, page,
      "Assets under management of the whole universe at the week's end, billions of US dollars; quantiles "
      "over simulated paths. Dots on the past weeks of a chart: no figure was published, the model's own estimate.");
}

}  // namespace ebbtide
