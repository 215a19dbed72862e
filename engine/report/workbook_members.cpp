// The sheets By asset, By region and By issuer.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/format.h"
#include "core/table_reader.h"
#include "report/range_chart.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

enum Column {
  kScenario,
  kMember,
  kWeek05,
  kWeek50,
  kWeek95,
  kSum05,
  kSum50,
  kSum95,
  kAum05,
  kAum50,
  kAum95,
  kShareNow,
  kShare05,
  kShare50,
  kShare95,
  kRealised,
  kPercentile,
  kStatus,
  kAumStatus,
  kGap,
  kColumns
};

std::vector<SheetColumn> columns_of(Dimension dimension) {
  std::string member = dimension_text(dimension);
  member[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(member[0])));
  return {{"Scenario", 24, false},
          {member, 22, false},
          {"Week 1 flow P5, USD m", 11},
          {"Week 1 flow median, USD m", 11},
          {"Week 1 flow P95, USD m", 11},
          {"Flow over all weeks P5, USD m", 12},
          {"Flow over all weeks median, USD m", 12},
          {"Flow over all weeks P95, USD m", 12},
          {"AUM at the end P5, USD bn", 11},
          {"AUM at the end median, USD bn", 11},
          {"AUM at the end P95, USD bn", 11},
          {"Share of all AUM at the start", 11},
          {"Share at the end P5", 10},
          {"Share at the end median", 10},
          {"Share at the end P95", 10},
          {"Week 1 flow that came true, USD m", 11},
          {"Its percentile", 10},
          {"Flow status", 10, false},
          {"AUM status", 10, false},
          {"", 2, false}};
}

// Blocks of one sheet.
class MemberBlocks {
 public:
  MemberBlocks(const PageContext& context, SheetWriter& sheet, Dimension dimension)
      : context_(context), sheet_(sheet), dimension_(dimension), shares_(context.run.market_shares) {
    for (std::size_t row = 0; row < shares_.rows(); ++row) {
      const std::string member = shares_.text(row, dimension_text(dimension));
      if (!member.empty()) share_rows_[{shares_.text(row, "scenario"), member, shares_.whole(row, "horizon")}] = row;
    }
  }

  void write(const ScenarioView& scenario) {
    const std::uint32_t first = sheet_.row();
    write_scenario_heading(sheet_, scenario, kColumns);
    const std::vector<std::string> members = scenario.members(dimension_);
    const std::uint32_t first_member_row = sheet_.row();
    std::vector<RangeBar> bars;
    bars.reserve(members.size());
    largest_week_ = 0.0;
    largest_sum_ = 0.0;
    for (const std::string& member : members) bars.push_back(write_member(scenario, member));
    if (!members.empty()) {
      if (largest_week_ > 0.0) sheet_.color_scale(first_member_row, sheet_.row() - 1, kWeek50, largest_week_);
      if (largest_sum_ > 0.0) sheet_.color_scale(first_member_row, sheet_.row() - 1, kSum50, largest_sum_);
    }
    const std::uint32_t rows = block_rows(members.size());
    insert_bars(scenario, bars, {first, kColumns}, kRowPixels * static_cast<int>(rows - 1) - 4);
    sheet_.skip_to(first + rows);
  }

 private:
  void quantiles(const Law* law, int column, bool billions) {
    if (law == nullptr) return;
    const std::optional<double> values[] = {law->q05, law->q50, law->q95};
    for (int i = 0; i < 3; ++i) {
      sheet_.number(column + i, billions ? in_billions(values[i]) : values[i],
                    billions ? sheet_.formats().billion : sheet_.formats().flow);
    }
  }

  lxw_format* status_style(const std::string& status) const {
    return status == "inferred" ? sheet_.formats().muted : sheet_.formats().text;
  }

  RangeBar write_member(const ScenarioView& scenario, const std::string& member) {
    const Formats& formats = sheet_.formats();
    const Law* week = scenario.member("net_flow", dimension_, member, 1);
    const Law* sum = scenario.member("cumulative_net_flow", dimension_, member, scenario.horizon);
    const bool inferred = week != nullptr && week->status == "inferred";
    sheet_.text(kScenario, scenario.name, formats.text);
    sheet_.text(kMember, member, inferred ? formats.muted : formats.text);
    quantiles(week, kWeek05, false);
    quantiles(sum, kSum05, false);
    const Law* aum = scenario.member("aum", dimension_, member, scenario.horizon);
    quantiles(aum, kAum05, true);
    if (aum != nullptr) sheet_.text(kAumStatus, aum->status, status_style(aum->status));
    write_share(scenario, member);
    RangeBar bar{member, {}, {}, {}};
    if (week != nullptr) {
      sheet_.number(kRealised, week->realised, formats.flow);
      sheet_.number(kPercentile, from_percent(week->percentile), formats.percent);
      sheet_.text(kStatus, week->status, status_style(week->status));
      bar.q05 = week->q05;
      bar.q50 = week->q50;
      bar.q95 = week->q95;
      largest_week_ = std::max(largest_week_, std::fabs(week->q50.value_or(0.0)));
    }
    if (sum != nullptr) largest_sum_ = std::max(largest_sum_, std::fabs(sum->q50.value_or(0.0)));
    sheet_.next_row();
    return bar;
  }

  void write_share(const ScenarioView& scenario, const std::string& member) {
    const auto found = share_rows_.find({scenario.name, member, scenario.horizon});
    if (found == share_rows_.end()) return;
    int column = kShareNow;
    for (const char* name : {"opening", "q05", "q50", "q95"})
      sheet_.number(column++, from_percent(shares_.number(found->second, name)), sheet_.formats().percent);
  }

  void insert_bars(const ScenarioView& scenario, const std::vector<RangeBar>& bars, CellPlace place, int height) {
    const std::string by = dimension_text(dimension_);
    lxw_chart* chart = range_chart(
        context_.book, context_.charts, format("{}: {}, week 1 net flow, USD m", sheet_.name(), scenario.name),
        format("{}: week 1 net flow by {}, USD m, P5 to P95", scenario.name, by), "#,##0", bars);
    if (chart == nullptr) return;
    sheet_.insert_chart(chart, place, 640, height,
                        format("Bars from the 5 to the 95 % quantile of the first week's net flow in scenario {}, one "
                               "per {}; the values are in columns C to E.",
                               scenario.name, by));
  }

  const PageContext& context_;
  SheetWriter& sheet_;
  Dimension dimension_;
  TableReader shares_;
  std::map<std::tuple<std::string, std::string, int>, std::size_t> share_rows_;
  double largest_week_ = 0.0;
  double largest_sum_ = 0.0;
};

}  // namespace

void write_members_page(const PageContext& context, SheetWriter& sheet, Dimension dimension) {
  const std::string by = dimension_text(dimension);
  sheet.begin(
      format("{}: by {}", context.view.title, by),
      format("Flows in millions, AUM in billions of US dollars. In every path the flows of all {}s add up to the "
             "total; quantiles do not add up. Shading follows the median, amber below and blue above zero.",
             by),
      columns_of(dimension), 2, 46.0);
  MemberBlocks blocks(context, sheet, dimension);
  std::vector<std::uint32_t> starts;
  for (const ScenarioView& scenario : context.view.scenarios) {
    starts.push_back(sheet.row());
    blocks.write(scenario);
  }
  sheet.keep_blocks_whole(starts, 50);
}

}  // namespace ebbtide
