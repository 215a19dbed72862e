#include "report/table_pages.h"

#include "report/dictionary.h"

namespace ebbtide {
namespace {

double width_of(const Column& column) {
  if (column.name == "scenario") return 24.0;
  if (column.type == ColumnType::text) return 16.0;
  return column.type == ColumnType::number ? 13.0 : 11.0;
}

}  // namespace

void write_table_page(SheetWriter& sheet, const std::string& title, const std::string& subtitle, const Table& table,
                      const std::function<bool(std::size_t row)>& is_wanted) {
  std::vector<SheetColumn> columns;
  for (const Column& column : table.columns()) {
    const bool number = column.type == ColumnType::number || column.type == ColumnType::integer;
    columns.push_back({column.name, width_of(column), number});
  }
  sheet.begin(title, subtitle, columns, 1, 18.0);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (!is_wanted(row)) continue;
    for (std::size_t column = 0; column < columns.size(); ++column)
      sheet.cell(static_cast<int>(column), table.at(row, column));
    sheet.next_row(15.0);
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, static_cast<int>(columns.size()) - 1);
}

void write_columns_page(SheetWriter& sheet, const std::string& title, const std::vector<const Table*>& tables) {
  sheet.begin(
      title, "Every column of every CSV file of this run. musd: millions of US dollars; bp: basis points.",
      {{"File", 20, false}, {"Column", 22, false}, {"Type", 10, false}, {"Unit", 12, false}, {"Meaning", 110, false}},
      2, 18.0);
  const Formats& formats = sheet.formats();
  for (const Table* table : tables) {
    for (const Column& column : table->columns()) {
      sheet.text(0, table->name() + ".csv", formats.text);
      sheet.text(1, column.name, formats.name);
      sheet.text(2, type_text(column.type), formats.text);
      sheet.text(3, column.unit, formats.text);
      sheet.text(4, column.description, formats.wrapped_middle);
      sheet.next_row(wrapped_points(column.description, 110.0));
    }
  }
  if (sheet.row() > sheet.first_data_row()) sheet.autofilter(sheet.row() - 1, 4);
}

}  // namespace ebbtide
