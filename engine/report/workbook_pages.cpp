#include "report/workbook_pages.h"

#include <algorithm>

namespace ebbtide {

namespace {

void write_by_asset(const PageContext& context, SheetWriter& sheet) {
  write_members_page(context, sheet, Dimension::asset);
}

void write_by_region(const PageContext& context, SheetWriter& sheet) {
  write_members_page(context, sheet, Dimension::region);
}

void write_by_issuer(const PageContext& context, SheetWriter& sheet) {
  write_members_page(context, sheet, Dimension::issuer);
}

void write_nothing(const PageContext&, SheetWriter&) {}

}  // namespace

const std::vector<SheetPlan>& sheet_plans() {
  static const std::vector<SheetPlan> plans = {
      {"README", "What this file is and how to read it; each scenario's question and reason", write_readme_page},
      {"Summary", "One row per scenario: flows, assets under management (AUM), change against the baseline, events",
       write_summary_page},
      {"Flows", "Weekly net flow of the total with its quantiles, and a fan chart per scenario", write_flows_page},
      {"AUM", "Weekly AUM of the total with its quantiles, and a fan chart per scenario", write_aum_page},
      {"Bridge", "From opening to closing AUM: what flows and what markets contribute, with a waterfall per scenario",
       write_bridge_page},
      {"Drivers", "What moved flows and AUM away from the baseline, with two waterfalls per scenario",
       write_drivers_page},
      {"By asset", "Flows, AUM and market share of each asset: first week and whole horizon", write_by_asset},
      {"By region", "Flows, AUM and market share of each region: first week and whole horizon", write_by_region},
      {"By issuer", "Flows, AUM and market share of each issuer: first week and whole horizon", write_by_issuer},
      {"Breadth", "How many assets, regions and issuers take money in", write_breadth_page},
      {"Rotation", "Who loses in week 1 while whom gains, as probabilities", write_rotation_page},
      {"Records", "How large the flows are beside all published weeks", write_records_page},
      {"Market", "Macro factors and prices along each scenario", write_market_page},
      {"Events", "Probabilities of the events asked for, and whether their thresholds hold", write_events_page},
      {"Conditions", "What each scenario was asked to hold, and what it got", write_conditions_page},
      {"Recent weeks", "The past weeks the forecasts start from; weeks without a published figure are marked",
       write_history_page},
      {"Data", "Every statistic behind the sheets above as rows to filter and pivot", write_data_page},
      {"Dictionary", "Every column of every CSV file: type, unit, meaning", write_dictionary_page},
      {kChartDataSheet, "The cells the charts read", write_nothing},
  };
  return plans;
}

void begin_chart_data_page(SheetWriter& sheet) {
  std::vector<SheetColumn> columns = {{"Chart and label", 44.0, false}};
  for (int i = 1; i <= 8; ++i) columns.push_back({"Series " + std::to_string(i), 16.0, true});
  sheet.begin("Chart data",
              "Cells the charts read: widths of bands and pieces of bars, in the unit of each chart. For "
              "numbers to work with, use the sheet Data.",
              columns, 1);
}

std::optional<double> in_billions(std::optional<double> musd) {
  return musd ? std::optional<double>(*musd / 1000.0) : std::nullopt;
}

std::optional<double> from_percent(std::optional<double> percent) {
  return percent ? std::optional<double>(*percent / 100.0) : std::nullopt;
}

void write_scenario_heading(SheetWriter& sheet, const ScenarioView& scenario, int columns) {
  sheet.text(0, scenario.name, sheet.formats().scenario_name);
  sheet.text(1, scenario.title, sheet.formats().scenario);
  sheet.fill(2, columns - 1, sheet.formats().scenario);
  sheet.next_row();
}

std::uint32_t block_rows(std::size_t rows) {
  return std::max(static_cast<std::uint32_t>(rows) + 1, kLeastBlockRows) + 1;
}

}  // namespace ebbtide
