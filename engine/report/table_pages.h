// Sheets that show tables as they are: rows to filter and pivot, and the data dictionary (internal to engine/report).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/table.h"
#include "report/sheet_writer.h"

namespace ebbtide {

// The rows that are wanted, in full precision, with an autofilter.
void write_table_page(SheetWriter& sheet, const std::string& title, const std::string& subtitle, const Table& table,
                      const std::function<bool(std::size_t row)>& is_wanted);
// Every column of every CSV file.
void write_columns_page(SheetWriter& sheet, const std::string& title, const std::vector<const Table*>& tables);

}  // namespace ebbtide
