#include "report/explanation_workbook.h"

#include <algorithm>
#include <filesystem>

#include "backtest/explanation_tables.h"
#include "backtest/explanation_text.h"
#include "core/format.h"
#include "report/dictionary.h"
#include "report/disk_room.h"
#include "report/explanation_charts.h"
#include "report/sheet_writer.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewWeeks = 4;  // up to which every week has its own text and charts on the summary
constexpr int kSummaryColumns = 12;
constexpr double kTextWidth = 150.0;  // characters, of all columns of the summary
constexpr std::uint32_t kChartRows = 13;
constexpr int kRecordWeeks = 3;  // known weeks between, from which on "largest since" is said

std::optional<double> share(std::optional<double> percent) {
  return percent ? std::optional(0.01 * *percent) : std::nullopt;
}

const std::vector<SheetColumn> kSplitColumns = {{"Expected", 12},
                                                {"Macro", 11},
                                                {"Prices", 11},
                                                {"Unexplained", 13},
                                                {"Came", 12},
                                                {"Percentile in expected (U)", 12},
                                                {"in given macro (M)", 12},
                                                {"in macro and prices (MP)", 13}};

std::vector<SheetColumn> with(std::vector<SheetColumn> columns, const std::vector<SheetColumn>& more) {
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

// Returns the column after them.
int write_split(SheetWriter& sheet, int column, const ExplainedFlow& flow) {
  const Formats& formats = sheet.formats();
  for (const std::optional<double>& amount : {std::optional(flow.expected()), std::optional(flow.macro.value),
                                              std::optional(flow.prices.value), flow.unexplained(), flow.realised_musd})
    sheet.number(column++, amount, formats.flow);
  for (const FlowLaw& law : flow.law) sheet.number(column++, share(law.percentile), formats.percent);
  return column;
}

void write_paragraph(SheetWriter& sheet, const std::string& text, lxw_format* style) {
  require_written(worksheet_merge_range(sheet.sheet(), sheet.row(), 0, sheet.row(),
                                        static_cast<std::uint16_t>(kSummaryColumns - 1), text.c_str(), style),
                  "a paragraph");
  sheet.next_row(wrapped_points(text, kTextWidth));
}

// Text and charts of one week.
void write_week(WorkbookFile& book, ChartData& charts, SheetWriter& sheet, const Explanation& each) {
  sheet.next_row();
  sheet.fill(0, kSummaryColumns - 1, sheet.formats().scenario);
  sheet.text(0, format("{}, week to {}", each.universe_title, date_text(each.week_end)), sheet.formats().scenario_name);
  sheet.next_row();
  write_paragraph(sheet, explanation_paragraph(each), sheet.formats().wrapped);
  const std::uint32_t row = sheet.row();
  const int height = static_cast<int>(kChartRows) * kRowPixels - 8;
  const ExplainedFlow& total = each.total();
  sheet.insert_chart(miss_chart(book, charts, each), {row, 0}, 520, height,
                     format("Waterfall: expected {}, macro {}, prices {}, unexplained {}, came {}.",
                            money_text(total.expected()), money_text(total.macro.value), money_text(total.prices.value),
                            money_text(*total.unexplained()), money_text(*total.realised_musd)));
  if (lxw_chart* laws = laws_chart(book, charts, each))
    sheet.insert_chart(laws, {row, 4}, 340, height, "The 90 % intervals of the three laws, and what came.");
  if (lxw_chart* bridge = came_bridge_chart(book, charts, each))
    sheet.insert_chart(bridge, {row, 8}, 355, height, "Waterfall: opening AUM, net flow, market, closing AUM.");
  sheet.skip_to(row + kChartRows);
}

void write_summary(WorkbookFile& book, ChartData& charts, SheetWriter& sheet, const std::string& title,
                   const std::vector<Explanation>& explanations) {
  sheet.begin(title.empty() ? "Explained weeks" : title,
              "USD m. Expected + macro + prices + unexplained = came. Only the expected flow is a forecast; the other "
              "two laws know what came of the market. Percentile: share of the law's draws below what came.",
              with({{"Universe", 14, false}, {"Week to", 12, false}, {"Title", 36, false}, {"Came, % of AUM", 11}},
                   kSplitColumns),
              2, 44.0);
  const Formats& formats = sheet.formats();
  const std::uint32_t first = sheet.row();
  for (const Explanation& each : explanations) {
    sheet.text(0, each.universe, formats.name);
    sheet.date(1, each.week_end, formats.date);
    sheet.text(2, each.title, formats.wrapped_middle);
    sheet.number(3, *each.total().realised_musd / each.opening_aum_musd, formats.fine_percent);
    write_split(sheet, 4, each.total());
    sheet.next_row(wrapped_points(each.title, 36.0));
  }
  for (int column = 9; column < kSummaryColumns; ++column) sheet.probability_bars(first, sheet.row() - 1, column);
  if (explanations.size() <= kFewWeeks) {
    constexpr std::uint32_t kRowsOfAPage = 22;
    std::vector<std::uint32_t> starts;
    for (const Explanation& each : explanations) {
      starts.push_back(sheet.row());
      write_week(book, charts, sheet, each);
    }
    sheet.keep_blocks_whole(starts, kRowsOfAPage);
    return;
  }
  sheet.next_row();
  sheet.keep_blocks_whole({sheet.row()}, 0);
  sheet.insert_chart(weeks_chart(book, charts, explanations), {sheet.row(), 0}, 1200, 420,
                     "Stacked columns, one a week: expected, macro, prices and unexplained in % of AUM.");
}

void write_words(SheetWriter& sheet, const std::vector<Explanation>& explanations) {
  sheet.begin(
      "In words", "Titles and reasons are those of the list; the text is made of numbers of the data and the model.",
      {{"Universe", 14, false}, {"Week to", 12, false}, {"Title", 28, false}, {"Why", 44, false}, {"Text", 110, false}},
      2, 18.0);
  const Formats& formats = sheet.formats();
  for (const Explanation& each : explanations) {
    const std::string text = explanation_paragraph(each);
    sheet.text(0, each.universe, formats.name);
    sheet.date(1, each.week_end, formats.date);
    sheet.text(2, each.title, formats.wrapped_middle);
    sheet.text(3, each.why, formats.wrapped_middle);
    sheet.text(4, text, formats.wrapped_middle);
    sheet.next_row(std::max(wrapped_points(text, 110.0), wrapped_points(each.why, 44.0)));
  }
}

void write_flows(SheetWriter& sheet, const std::vector<Explanation>& explanations) {
  sheet.begin("Total and members",
              "USD m. Expected + macro + prices + unexplained = came. Members whose flow was not published are in "
              "explanation.csv alone.",
              with(with({{"Universe", 14, false}, {"Week to", 12, false}, {"Level", 9, false}, {"Member", 24, false}},
                        kSplitColumns),
                   {{"Status", 10, false}, {"Largest since", 88, false}}),
              4, 44.0);
  const Formats& formats = sheet.formats();
  for (const Explanation& each : explanations) {
    for (const ExplainedFlow& flow : each.flows) {
      if (!flow.realised_musd) continue;
      sheet.text(0, each.universe, formats.text);
      sheet.date(1, each.week_end, formats.date);
      sheet.text(2, flow.level, formats.text);
      sheet.text(3, flow.member, formats.name);
      const int column = write_split(sheet, 4, flow);
      sheet.text(column, flow.seen ? "seen" : "inferred", flow.seen ? formats.text : formats.muted);
      sheet.text(column + 1, flow.record ? record_text(*flow.record, kRecordWeeks) : "", formats.text);
      sheet.next_row();
    }
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, 13);
}

double width_of(const Column& column) {
  if (column.type != ColumnType::text) return 14.0;
  return column.name == "member" || column.name == "title" ? 26.0 : 16.0;
}

void write_table(SheetWriter& sheet, const Table& table) {
  std::vector<SheetColumn> columns;
  for (const Column& column : table.columns()) {
    const bool number = column.type == ColumnType::number || column.type == ColumnType::integer;
    columns.push_back(
        {column.unit.empty() ? column.name : format("{}, {}", column.name, column.unit), width_of(column), number});
  }
  sheet.begin(table.title(), format("The table {}.csv.", table.name()), columns, 2);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const Cell& cell = table.at(row, column);
      if (const double* real = std::get_if<double>(&cell)) {
        sheet.number(static_cast<int>(column), *real, sheet.formats().two_decimals);
      } else {
        sheet.cell(static_cast<int>(column), cell);
      }
    }
    sheet.next_row();
  }
  if (table.row_count() > 0) sheet.autofilter(sheet.row() - 1, static_cast<int>(columns.size()) - 1);
}

void write_dictionary(SheetWriter& sheet, const std::vector<Table>& tables) {
  sheet.begin(
      "Dictionary", "Every column of every CSV file beside this workbook. musd: millions of US dollars.",
      {{"File", 18, false}, {"Column", 22, false}, {"Type", 10, false}, {"Unit", 10, false}, {"Meaning", 100, false}},
      2, 18.0);
  const Formats& formats = sheet.formats();
  for (const Table& table : tables) {
    for (const Column& column : table.columns()) {
      sheet.text(0, table.name() + ".csv", formats.text);
      sheet.text(1, column.name, formats.name);
      sheet.text(2, type_text(column.type), formats.text);
      sheet.text(3, column.unit, formats.text);
      sheet.text(4, column.description, formats.wrapped_middle);
      sheet.next_row(wrapped_points(column.description, 100.0));
    }
  }
}

// The latest week stands for the date, so that equal explanations have equal bytes.
Date created(const std::vector<Explanation>& explanations) {
  Date latest = Date(std::chrono::year(2000) / 1 / 1);
  for (const Explanation& each : explanations) latest = std::max(latest, each.published);
  return latest;
}

}  // namespace

void write_explanation_workbook(const std::string& title, const std::vector<Explanation>& explanations,
                                const std::string& path) {
  constexpr std::int64_t kBytesOfAWeek = 200'000;
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  require_room(folder.string(), 4'000'000 + kBytesOfAWeek * static_cast<std::int64_t>(explanations.size()),
               "the workbook's parts");
  const std::vector<Table> tables = explanation_tables(explanations);
  const bool many = explanations.size() > kFewWeeks;
  WorkbookFile book(path, folder.string());
  book.set_properties(title.empty() ? "Explained weeks" : title, "Past weeks explained", created(explanations));
  const Formats formats(book);
  const auto add = [&](const std::string& name) { return SheetWriter(book.add_sheet(name), name, formats); };
  SheetWriter summary = add("Summary");
  if (many) {
    SheetWriter words = add("In words");
    write_words(words, explanations);
  }
  SheetWriter flows = add("Flows");
  write_flows(flows, explanations);
  for (const auto& [sheet_name, table] : {std::pair{"Bridge", 2}, {"Breadth", 3}, {"Records", 4}, {"Market", 5}}) {
    SheetWriter sheet = add(sheet_name);
    write_table(sheet, tables[static_cast<std::size_t>(table)]);
  }
  SheetWriter dictionary = add("Dictionary"), chart_cells = add(kChartDataSheet);
  write_dictionary(dictionary, tables);
  chart_cells.begin("Chart data", "The cells behind the charts.", {{"", 34, false}}, 1, 18.0);
  ChartData charts(chart_cells);
  write_summary(book, charts, summary, title, explanations);
  worksheet_activate(summary.sheet());
  book.close();
}

}  // namespace ebbtide
