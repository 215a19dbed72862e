// Typed tables: what a stage hands to the writers. Columns are declared first, then rows are appended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/calendar.h"

namespace ebbtide {

enum class ColumnType { text, number, integer, date };

struct Column {
  std::string name = {};  // snake_case, stable
  ColumnType type = ColumnType::text;
  std::string unit = {};         // "" where the row's own unit column says it, or there is none
  std::string description = {};  // one sentence, goes to the data dictionary
};

// monostate is "unknown": an empty field in CSV, an empty cell in a workbook; never 0 or NaN.
using Cell = std::variant<std::monostate, std::string, double, std::int64_t, Date>;

template <typename Value>
Cell value_or_unknown(const std::optional<Value>& value) {
  return value ? Cell(*value) : Cell(std::monostate{});
}
inline Cell text_or_unknown(const std::string& text) {
  return text.empty() ? Cell(std::monostate{}) : Cell(text);
}

class Table {
 public:
  Table() = default;
  Table(std::string name, std::string title, std::vector<Column> columns)
      : name_(std::move(name)), title_(std::move(title)), columns_(std::move(columns)) {}

  // Throws InternalError when the row does not match the columns in number or type.
  void append(std::vector<Cell> row);

  const std::string& name() const { return name_; }    // file stem: "distribution"
  const std::string& title() const { return title_; }  // one line for people
  const std::vector<Column>& columns() const { return columns_; }
  std::size_t row_count() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  const Cell& at(std::size_t row, std::size_t column) const { return cells_[row * columns_.size() + column]; }
  // Index of a column by name; throws InternalError when there is none.
  std::size_t column_index(std::string_view name) const;

 private:
  std::string name_;
  std::string title_;
  std::vector<Column> columns_;
  std::vector<Cell> cells_;  // row after row
};

}  // namespace ebbtide
