#include "report/backtest_workbook.h"

#include <filesystem>
#include <memory>

#include "core/table_reader.h"
#include "report/backtest_pages.h"
#include "report/disk_room.h"
#include "report/table_pages.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

// As of a run's workbook: a cell takes some 60 bytes in its parts.
std::int64_t room_for(const BacktestResults& results) {
  std::int64_t cells = 0;
  for (const Table* table : {&results.scores, &results.quantiles, &results.murphy})
    cells += static_cast<std::int64_t>(table->row_count() * table->columns().size());
  return 4'000'000 + cells * 60;
}

void write_scores_rows(const BacktestPage& page, SheetWriter& sheet) {
  const TableReader scores(page.results.scores);
  write_table_page(sheet, page.results.title + ": data",
                   "The rows of scores.csv without single members: one row a forecast. Amounts in % of the AUM at the "
                   "origin. 15 significant digits here, every digit in the CSV file.",
                   page.results.scores, [&](std::size_t row) { return scores.text(row, "member").empty(); });
}

void write_dictionary(const BacktestPage& page, SheetWriter& sheet) {
  write_columns_page(sheet, page.results.title + ": dictionary", page.results.all());
}

void write_nothing(const BacktestPage&, SheetWriter&) {}

}  // namespace

const std::vector<BacktestSheetPlan>& backtest_sheet_plans() {
  static const std::vector<BacktestSheetPlan> plans = {
      {"README", "Where the model is good and where it is not, in words; how to read the rest", write_verdict_page},
      {"Scores", "Mean scores and skill over every rival, with standard errors", write_skill_page},
      {"Coverage", "How many outcomes the intervals held, beside the band of a right forecast", write_coverage_page},
      {"PIT", "Where outcomes fell in their forecasts: flat where forecasts are right", write_pit_page},
      {"Reliability", "Outcomes below each quantile against its level: on the diagonal where forecasts are right",
       write_reliability_page},
      {"Fan", "Week by week: what was forecast beside what came", write_fan_page},
      {"Tests", "Which models the weeks cannot tell apart, and whether misses come as they should", write_tests_page},
      {"Murphy", "Mean elementary scores of two quantiles: the lower curve is better", write_murphy_page},
      {"Weeks", "Every origin: what came, what was expected, the score beside the best rival's", write_weeks_page},
      {"Data", "One row a forecast, to filter and pivot", write_scores_rows},
      {"Dictionary", "Every column of every CSV file: type, unit, meaning", write_dictionary},
      {kChartDataSheet, "The cells the charts read", write_nothing},
  };
  return plans;
}

void write_backtest_workbook(const BacktestResults& results, const std::string& run_hash, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  require_room(folder.string(), room_for(results), "the workbook's parts");
  const BacktestView view(results);
  WorkbookFile book(path, folder.string());
  book.set_properties(results.title, "Forecasts of past weeks, made again and scored", results.created);
  book.set_custom_property("run_sha256", run_hash);
  const Formats formats(book);
  std::vector<std::unique_ptr<SheetWriter>> sheets;
  for (const BacktestSheetPlan& plan : backtest_sheet_plans())
    sheets.push_back(std::make_unique<SheetWriter>(book.add_sheet(plan.name), plan.name, formats));
  begin_chart_data_page(*sheets.back());
  ChartData charts(*sheets.back());
  const BacktestPage page{results, view, book, charts};
  for (std::size_t i = 0; i < sheets.size(); ++i) backtest_sheet_plans()[i].write(page, *sheets[i]);
  worksheet_activate(sheets.front()->sheet());
  book.close();
}

}  // namespace ebbtide
