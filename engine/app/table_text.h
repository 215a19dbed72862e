// Tables for standard output.
#pragma once

#include <string>

#include "core/table.h"

namespace ebbtide {

enum class TableFormat { aligned, csv, json, markdown };

// aligned: columns of equal width, numbers to the right, unknown as "-". csv: as data files. json: an array of objects
// with the column names, unknown as null. markdown: one table. Numbers round-trip in csv and json; the other two show
// six significant digits.
std::string table_text(const Table& table, TableFormat format);

}  // namespace ebbtide
