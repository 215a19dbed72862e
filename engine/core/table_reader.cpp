#include "core/table_reader.h"

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {

std::optional<double> number_of(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return *number;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  return std::nullopt;
}

std::string text_of(const Cell& cell) {
  if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
  if (const double* number = std::get_if<double>(&cell)) return number_text(*number);
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const Date* date = std::get_if<Date>(&cell)) return date_text(*date);
  return "";
}

TableReader::TableReader(const Table& table) : table_(table) {
  for (std::size_t i = 0; i < table.columns().size(); ++i) index_[table.columns()[i].name] = i;
}

const Cell& TableReader::cell(std::size_t row, const std::string& column) const {
  const auto found = index_.find(column);
  if (found == index_.end()) throw InternalError(format("table {}: no column {}", table_.name(), column));
  return table_.at(row, found->second);
}

int TableReader::whole(std::size_t row, const std::string& column) const {
  return static_cast<int>(number(row, column).value_or(0.0));
}

std::optional<Date> TableReader::date(std::size_t row, const std::string& column) const {
  const Date* date = std::get_if<Date>(&cell(row, column));
  return date == nullptr ? std::nullopt : std::optional<Date>(*date);
}

}  // namespace ebbtide
