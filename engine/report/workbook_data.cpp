// The sheets Data (the summary table as it is) and Dictionary.
#include "report/table_pages.h"
#include "report/workbook_pages.h"

namespace ebbtide {

void write_data_page(const PageContext& context, SheetWriter& sheet) {
  write_table_page(
      sheet, context.view.title + ": data",
      "The table summary.csv: one row per scenario, target, member and week, in the unit of the column unit. "
      "15 significant digits here, every digit in the CSV file.",
      context.run.summary, [](std::size_t) { return true; });
}

void write_dictionary_page(const PageContext& context, SheetWriter& sheet) {
  write_columns_page(sheet, context.view.title + ": dictionary", all_tables(context.run));
}

}  // namespace ebbtide
