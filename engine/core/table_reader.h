// Cells of a table by column name, for those who read finished tables.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/table.h"

namespace ebbtide {

// Number, integer or unknown as a number.
std::optional<double> number_of(const Cell& cell);
// The text of a cell as CSV shows it, "" when unknown.
std::string text_of(const Cell& cell);

// The names are looked up once. The table must outlive it. A column that the table lacks is an InternalError.
class TableReader {
 public:
  explicit TableReader(const Table& table);

  std::size_t rows() const { return table_.row_count(); }
  const Cell& cell(std::size_t row, const std::string& column) const;
  std::string text(std::size_t row, const std::string& column) const { return text_of(cell(row, column)); }
  std::optional<double> number(std::size_t row, const std::string& column) const {
    return number_of(cell(row, column));
  }
  int whole(std::size_t row, const std::string& column) const;  // 0 when unknown
  std::optional<Date> date(std::size_t row, const std::string& column) const;

 private:
  const Table& table_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace ebbtide
