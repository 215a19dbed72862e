#include "report/comparison_workbook.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/format.h"
#include "evaluation/comparison_tables.h"
#include "report/comparison_cells.h"
#include "report/disk_room.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMostRows = 100'000;  // of a sheet; the CSV files have them all

std::vector<SheetColumn> with(std::vector<SheetColumn> columns, const std::vector<SheetColumn>& more) {
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

void say_cut(SheetWriter& sheet, std::size_t left_out, const std::string& file) {
  if (left_out == 0) return;
  sheet.text(0, format("... and {} more rows: {}", fixed_text(static_cast<double>(left_out), 0, true), file),
             sheet.formats().muted);
  sheet.next_row();
}

void write_counts(const Comparison& comparison, SheetWriter& sheet) {
  const Formats& formats = sheet.formats();
  for (const ComparedTable& table : comparison.tables) {
    sheet.text(0, table.name, formats.name);
    for (std::size_t i = 0; i < kAgreements; ++i)
      sheet.number(static_cast<int>(i) + 1, static_cast<double>(table.counts[i]), formats.whole);
    sheet.next_row();
  }
}

// Mean and median of the total's flow and AUM, every scenario and week.
void write_totals(const Comparison& comparison, SheetWriter& sheet, const ComparisonFormats& formats) {
  for (const ComparedTable& table : comparison.tables) {
    if (table.name != "summary") continue;
    for (const ComparedRow& row : table.rows) {
      const RowKey& key = row.key;
      const bool total = key.series.empty() && key.asset.empty() && key.region.empty() && key.issuer.empty();
      if (!total || (key.target != "net_flow" && key.target != "aum")) continue;
      const ComparedValue& mean = row.values.front();
      sheet.text(0, key.scenario, formats.common.name);
      sheet.text(1, format("{}, {}", key.target, key.unit), formats.common.text);
      sheet.date(2, parse_date(key.week_end), formats.common.date);
      write_value(sheet, 3, mean, formats);
      sheet.next_row();
    }
  }
}

// The inputs that matter most, as sentences.
void write_first_inputs(const Comparison& comparison, SheetWriter& sheet) {
  constexpr std::size_t kShown = 6;
  const std::vector<InputChange> inputs = folded(comparison.inputs);
  for (std::size_t i = 0; i < std::min(inputs.size(), kShown); ++i) {
    const InputChange& change = inputs[i];
    sheet.text(0,
               format("Input that differs, {}: {}{}{}: {} \u2192 {}", group_text(change.group), change.where,
                      change.where.empty() ? "" : ", ", change.what, change.first.empty() ? "(none)" : change.first,
                      change.second.empty() ? "(none)" : change.second),
               sheet.formats().text);
    sheet.next_row();
  }
  if (inputs.size() > kShown) {
    sheet.text(0, format("... and {} more on the sheet Inputs.", inputs.size() - kShown), sheet.formats().text);
    sheet.next_row();
  }
}

void write_summary(const Comparison& comparison, SheetWriter& sheet, const ComparisonFormats& formats) {
  sheet.begin(format("{} against {}", comparison.first, comparison.second), verdict_sentence(comparison),
              {{"Numbers of", 26, false},
               {"Same", 14},
               {"Within tolerance", 14},
               {"Within noise", 15},
               {"Without error", 15},
               {"Beyond noise", 15},
               {"In one run only", 12},
               {"", 17, false}},
              0);
  write_counts(comparison, sheet);
  sheet.next_row();
  if (const std::string hint = paired_hint(comparison); !hint.empty()) {
    sheet.text(0, hint, formats.common.text);
    sheet.next_row();
  }
  sheet.text(0,
             format("Noise is the standard error of the difference of independent runs; beyond noise: more than {} of "
                    "it. Amber cells and the last column say the same.",
                    number_text(comparison.settings.noise_factor)),
             formats.common.muted);
  sheet.next_row();
  write_first_inputs(comparison, sheet);
  sheet.next_row();
  sheet.header_row(with({{"Total, mean over paths", 26, false}, {"Target", 14, false}, {"Week ending", 14, false}},
                        value_columns()));
  write_totals(comparison, sheet, formats);
}

void write_inputs(const Comparison& comparison, SheetWriter& sheet) {
  sheet.begin(
      "What decided the numbers, where it differs",
      "Scenario and data change the question; draws change the noise; program may change either; words change "
      "nothing.",
      {{"Group", 14, false}, {"Where", 40, false}, {"What", 34, false}, {"First", 46, false}, {"Second", 46, false}},
      1);
  const Formats& formats = sheet.formats();
  for (const InputChange& change : folded(comparison.inputs)) {
    sheet.text(0, group_text(change.group), formats.name);
    sheet.text(1, change.where, formats.text);
    sheet.text(2, change.what, formats.text);
    sheet.text(3, change.first, formats.wrapped_middle);
    sheet.text(4, change.second, formats.wrapped_middle);
    sheet.next_row(std::max(wrapped_points(change.first, 46.0), wrapped_points(change.second, 46.0)));
  }
  if (comparison.inputs.empty()) sheet.text(0, "Nothing differs.", formats.text);
}

const std::vector<SheetColumn> kNumberColumns =
    with(with({{"Table", 13, false}}, key_columns()),
         with({{"Item", 30, false}, {"Statistic", 16, false}}, value_columns()));

// One number as a row of its own.
void write_number(const Comparison& comparison, const NumberPlace& place, SheetWriter& sheet,
                  const ComparisonFormats& formats) {
  const ComparedTable& table = comparison.tables[place.table];
  const ComparedRow& row = table.rows[place.row];
  sheet.text(0, table.name, formats.common.text);
  const int column = write_key(sheet, 1, row.key);
  sheet.text(column, row.key.item, formats.common.text);
  sheet.text(column + 1, table.columns[place.column], formats.common.text);
  write_value(sheet, column + 2, row.values[place.column], formats);
  sheet.next_row();
}

void write_numbers(const Comparison& comparison, const std::vector<NumberPlace>& places, SheetWriter& sheet,
                   const ComparisonFormats& formats) {
  const std::size_t shown = std::min(places.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) write_number(comparison, places[i], sheet, formats);
  if (places.empty()) {
    sheet.text(0, "None.", formats.common.text);
    return;
  }
  sheet.autofilter(sheet.row() - 1, static_cast<int>(kNumberColumns.size()) - 1);
  say_cut(sheet, places.size() - shown, "differences.csv");
}

void write_differences(const Comparison& comparison, SheetWriter& sheet, const ComparisonFormats& formats) {
  sheet.begin("Numbers beyond noise, the largest first", "In the unit of the row; s.e.: noise of the difference.",
              kNumberColumns, 2);
  write_numbers(comparison, beyond_noise(comparison), sheet, formats);
}

void write_side_by_side(const Comparison& comparison, SheetWriter& sheet, const ComparisonFormats& formats) {
  std::vector<SheetColumn> columns = key_columns();
  for (const char* name : kSideBySide) {
    for (const char* side : {"first", "second", "difference"}) columns.push_back({format("{}, {}", name, side), 14});
  }
  columns.push_back({"Beyond noise", 24, false});
  sheet.begin("Both runs side by side", "Every row of summary.csv, in the unit of the row.", columns, 2);
  std::size_t left_out = 0;
  for (const ComparedTable& table : comparison.tables) {
    if (table.name != "summary") continue;
    const auto places = side_by_side_places(table);
    left_out = table.rows.size() - std::min(table.rows.size(), kMostRows);
    for (std::size_t r = 0; r < table.rows.size() - left_out; ++r) {
      const ComparedRow& row = table.rows[r];
      int column = write_key(sheet, 0, row.key);
      for (const std::size_t place : places) {
        const ComparedValue& value = row.values[place];
        for (const std::optional<double>& number : {value.first.value, value.second.value, value.difference()})
          sheet.number(column++, number, formats.number(number, is_marked(value.agreement)));
      }
      const std::string names = names_beyond_noise(table, row);
      sheet.text(column, names, names.empty() ? formats.common.text : formats.marked_text);
      sheet.next_row();
    }
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, static_cast<int>(columns.size()) - 1);
  say_cut(sheet, left_out, "side_by_side.csv");
}

void write_other_tables(const Comparison& comparison, SheetWriter& sheet, const ComparisonFormats& formats) {
  sheet.begin("Events, differences to the baseline, drivers, conditions, plausibility, views and scores",
              "Rows in which a number differs by more than the tolerance.", kNumberColumns, 2);
  std::vector<NumberPlace> places;
  for (std::size_t t = 0; t < comparison.tables.size(); ++t) {
    const ComparedTable& table = comparison.tables[t];
    if (table.name == "summary") continue;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (table.rows[row].values[column].agreement > Agreement::within_tolerance) places.push_back({t, row, column});
      }
    }
  }
  write_numbers(comparison, places, sheet, formats);
}

// As of a run's workbook: a cell takes some 60 bytes in its parts.
std::int64_t room_for(const Comparison& comparison) {
  std::int64_t rows = 0;
  for (const ComparedTable& table : comparison.tables)
    rows += static_cast<std::int64_t>(std::min(table.rows.size(), kMostRows));
  return 4'000'000 + rows * 60 * 60;
}

}  // namespace

void write_comparison_workbook(const Comparison& comparison, Date created, const std::string& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  require_room(folder.string(), room_for(comparison), "the workbook's parts");
  WorkbookFile book(path, folder.string());
  book.set_properties(format("{} against {}", comparison.first, comparison.second), "Comparison of two runs", created);
  const ComparisonFormats formats(book);
  const auto add = [&](const std::string& name) { return SheetWriter(book.add_sheet(name), name, formats.common); };
  SheetWriter summary = add("Summary"), inputs = add("Inputs"), differences = add("Differences");
  SheetWriter side_by_side = add("Side by side"), others = add("Other tables");
  write_summary(comparison, summary, formats);
  write_inputs(comparison, inputs);
  write_differences(comparison, differences, formats);
  write_side_by_side(comparison, side_by_side, formats);
  write_other_tables(comparison, others, formats);
  worksheet_activate(summary.sheet());
  book.close();
}

}  // namespace ebbtide
