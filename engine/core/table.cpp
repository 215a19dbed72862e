#include "core/table.h"

#include <string_view>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {
namespace {

bool matches(const Cell& cell, ColumnType type) {
  if (std::holds_alternative<std::monostate>(cell)) return true;
  switch (type) {
    case ColumnType::text:
      return std::holds_alternative<std::string>(cell);
    case ColumnType::number:
      return std::holds_alternative<double>(cell);
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(cell);
    case ColumnType::date:
      return std::holds_alternative<Date>(cell);
  }
  return false;
}

}  // namespace

void Table::append(std::vector<Cell> row) {
  if (row.size() != columns_.size()) {
    throw InternalError(format("table {}: a row of {} cells for {} columns", name_, row.size(), columns_.size()));
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!matches(row[i], columns_[i].type)) {
      throw InternalError(format("table {}: a cell of another type in column {}", name_, columns_[i].name));
    }
  }
  for (Cell& cell : row) cells_.push_back(std::move(cell));
}

std::size_t Table::column_index(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == name) return i;
  }
  throw InternalError(format("table {}: no column {}", name_, name));
}

}  // namespace ebbtide
