// The sheets of a backtest's workbook, each filled by a function of its own (internal to engine/report).
#pragma once

#include <string>
#include <vector>

#include "report/backtest_view.h"
#include "report/chart_data.h"

namespace ebbtide {

struct BacktestPage {
  const BacktestResults& results;
  const BacktestView& view;
  WorkbookFile& book;
  ChartData& charts;
};

struct BacktestSheetPlan {
  std::string name;
  std::string purpose;
  void (*write)(const BacktestPage& page, SheetWriter& sheet);
};

// In the order of the tabs, the last one holding the cells behind the charts.
const std::vector<BacktestSheetPlan>& backtest_sheet_plans();

void write_verdict_page(const BacktestPage& page, SheetWriter& sheet);
void write_skill_page(const BacktestPage& page, SheetWriter& sheet);
void write_coverage_page(const BacktestPage& page, SheetWriter& sheet);
void write_pit_page(const BacktestPage& page, SheetWriter& sheet);
void write_reliability_page(const BacktestPage& page, SheetWriter& sheet);
void write_fan_page(const BacktestPage& page, SheetWriter& sheet);
void write_tests_page(const BacktestPage& page, SheetWriter& sheet);
void write_murphy_page(const BacktestPage& page, SheetWriter& sheet);
void write_weeks_page(const BacktestPage& page, SheetWriter& sheet);

}  // namespace ebbtide
