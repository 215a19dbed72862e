#include "app/table_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/contract.h"
#include "core/format.h"
#include "core/utf8.h"
#include "text/csv.h"
#include "text/json.h"

namespace ebbtide {
namespace {

// At most six significant digits, whole numbers in full.
std::string shown_number(double value) {
  if (std::fabs(value) < 1e15 && value == std::nearbyint(value)) return format("{:.0f}", value);
  return format("{:.6g}", value);
}

std::string shown(const Cell& cell, const std::string& unknown) {
  if (const auto* text = std::get_if<std::string>(&cell)) return printable(*text);
  if (const auto* number = std::get_if<double>(&cell)) return shown_number(*number);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
  if (const auto* date = std::get_if<Date>(&cell)) return date_text(*date);
  return unknown;
}

bool is_numeric(const Column& column) {
  return column.type == ColumnType::number || column.type == ColumnType::integer;
}

std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
  const std::string space(width - std::min(width, static_cast<std::size_t>(utf8_count(text))), ' ');
  return to_the_right ? space + text : text + space;
}

std::string without_line_ends(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string aligned_text(const Table& table) {
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : table.columns()) lines[0].push_back(column.name);
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    lines.emplace_back();
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      lines.back().push_back(without_line_ends(shown(table.at(row, i), "-")));
    }
  }
  std::string text;
  std::vector<std::size_t> widths(table.columns().size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], static_cast<std::size_t>(utf8_count(line[i])));
  }
  for (const auto& line : lines) {
    std::string joined;
    for (std::size_t i = 0; i < line.size(); ++i) {
      joined += (i == 0 ? "" : "  ") + padded(line[i], widths[i], is_numeric(table.columns()[i]));
    }
    joined.erase(joined.find_last_not_of(' ') + 1);
    text += joined + "\n";
  }
  return text;
}

std::string markdown_text(const Table& table) {
  std::string head = "|";
  std::string rule = "|";
  for (const Column& column : table.columns()) {
    head += " " + markdown_cell(column.name) + " |";
    rule += is_numeric(column) ? " ---: |" : " --- |";
  }
  std::string text = head + "\n" + rule + "\n";
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    text += "|";
    for (std::size_t i = 0; i < table.columns().size(); ++i)
      text += " " + markdown_cell(shown(table.at(row, i), "")) + " |";
    text += "\n";
  }
  return text;
}

std::string json_rows(const Table& table) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
      const Cell& cell = table.at(row, i);
      Json& value = object[table.columns()[i].name];
      if (const auto* number = std::get_if<double>(&cell)) {
        value = *number;
      } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
        value = *integer;
      } else if (!std::holds_alternative<std::monostate>(cell)) {
        value = shown(cell, "");
      }
    }
    rows.push_back(std::move(object));
  }
  return json_text(rows);
}

}  // namespace

std::string table_text(const Table& table, TableFormat format) {
  switch (format) {
    case TableFormat::aligned:
      return aligned_text(table);
    case TableFormat::csv:
      return csv_text(table);
    case TableFormat::json:
      return json_rows(table);
    case TableFormat::markdown:
      return markdown_text(table);
  }
  throw InternalError("a table format without a writer");
}

}  // namespace ebbtide
