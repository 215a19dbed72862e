// The sheets of the workbook, one function and one source file each. A page fills the sheet it is handed; charts are
// created in the same book and read cells of the chart-data sheet.
#pragma once

#include <string>
#include <vector>

#include "report/chart_data.h"
#include "report/run_view.h"
#include "report/sheet_writer.h"

namespace ebbtide {

struct PageContext {
  const RunTables& run;
  const RunView& view;
  WorkbookFile& book;
  ChartData& charts;
};

struct SheetPlan {
  std::string name;
  std::string purpose;  // one line for the list of contents
  void (*write)(const PageContext&, SheetWriter&);
};
// Tabs in their order; the last is the sheet of the charts' cells.
const std::vector<SheetPlan>& sheet_plans();

void write_readme_page(const PageContext& context, SheetWriter& sheet);
void write_summary_page(const PageContext& context, SheetWriter& sheet);
void write_flows_page(const PageContext& context, SheetWriter& sheet);
void write_aum_page(const PageContext& context, SheetWriter& sheet);
void write_bridge_page(const PageContext& context, SheetWriter& sheet);
void write_drivers_page(const PageContext& context, SheetWriter& sheet);
void write_members_page(const PageContext& context, SheetWriter& sheet, Dimension dimension);
void write_breadth_page(const PageContext& context, SheetWriter& sheet);
void write_rotation_page(const PageContext& context, SheetWriter& sheet);
void write_records_page(const PageContext& context, SheetWriter& sheet);
void write_market_page(const PageContext& context, SheetWriter& sheet);
void write_events_page(const PageContext& context, SheetWriter& sheet);
void write_conditions_page(const PageContext& context, SheetWriter& sheet);
void write_history_page(const PageContext& context, SheetWriter& sheet);
void write_data_page(const PageContext& context, SheetWriter& sheet);
void write_dictionary_page(const PageContext& context, SheetWriter& sheet);
// Title and header only: the other pages fill it.
void begin_chart_data_page(SheetWriter& sheet);

// Values as reading sheets show them; unknown stays unknown.
std::optional<double> in_billions(std::optional<double> musd);
std::optional<double> from_percent(std::optional<double> percent);  // 1.5 -> 0.015, shown as 1.5 %

// The heading row of a scenario's block: name and title over all columns.
void write_scenario_heading(SheetWriter& sheet, const ScenarioView& scenario, int columns);
// Rows a block takes: heading, its rows, at least as high as a chart, and one free row.
std::uint32_t block_rows(std::size_t rows);
inline constexpr std::uint32_t kLeastBlockRows = 11;

}  // namespace ebbtide
