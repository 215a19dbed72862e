// The sheet Records: how large a week's flow is beside all known ones.
#include "core/format.h"
#include "core/table_reader.h"
#include "report/workbook_pages.h"

namespace ebbtide {
namespace {

std::string member_text(const TableReader& table, std::size_t row) {
  for (const char* dimension : {"asset", "region", "issuer"}) {
    if (std::string name = table.text(row, dimension); !name.empty()) return name;
  }
  return "total";
}

// "largest outflow since 2025-11-21", "largest outflow of 61 known weeks".
std::string since_words(const TableReader& table, std::size_t row, const std::string& quantile) {
  const std::optional<double> flow = table.number(row, quantile);
  if (!flow || *flow == 0.0) return "";
  const std::string side = *flow < 0.0 ? "outflow" : "inflow";
  const std::string since = table.text(row, quantile + "_since");
  return since.empty() ? format("largest {} of all {}", side, table.whole(row, "known_weeks"))
                       : format("largest {} since {}", side, since);
}

}  // namespace

void write_records_page(const PageContext& context, SheetWriter& sheet) {
  sheet.begin(
      context.view.title + ": records",
      "How large the simulated flow is beside all published weeks of the same flow: week 1 of every member with "
      "enough of them, and every week of the total. Flows in millions of US dollars.",
      {{"Scenario", 24, false},
       {"Flow of", 18, false},
       {"Week ending", 12, false},
       {"Known weeks", 8},
       {"Lowest of them", 12},
       {"Lower still: probability", 12},
       {"Highest of them", 12},
       {"Higher still: probability", 12},
       {"Flow P5", 11},
       {"would be the", 32, false},
       {"Flow median", 11},
       {"would be the", 32, false},
       {"Flow P95", 11},
       {"would be the", 32, false}},
      3, 46.0);
  const Formats& formats = sheet.formats();
  const TableReader table(context.run.records);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string member = member_text(table, row);
    if (member != "total" && table.whole(row, "horizon") != 1) continue;
    sheet.text(0, table.text(row, "scenario"), formats.text);
    sheet.text(1, member, formats.name);
    sheet.date(2, table.date(row, "week_end"), formats.date);
    sheet.number(3, table.number(row, "known_weeks"), formats.whole);
    sheet.number(4, table.number(row, "lowest"), formats.flow);
    sheet.number(5, table.number(row, "below_lowest"), formats.fine_percent);
    sheet.number(6, table.number(row, "highest"), formats.flow);
    sheet.number(7, table.number(row, "above_highest"), formats.fine_percent);
    int column = 8;
    for (const char* quantile : {"q05", "q50", "q95"}) {
      sheet.number(column++, table.number(row, quantile), formats.flow);
      sheet.text(column++, since_words(table, row, quantile), formats.text);
    }
    sheet.next_row();
  }
  if (sheet.row() == sheet.first_data_row()) {
    sheet.text(0, "No flow has enough published weeks.", formats.text);
    return;
  }
  sheet.autofilter(sheet.row() - 1, 13);
}

}  // namespace ebbtide
