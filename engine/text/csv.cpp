#include "text/csv.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "core/error.h"
#include "core/format.h"
#include "text/source_text.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{1} << 26;

// One pass over the text. Quotes out of place are reported and read as they stand, so that the rest is checked too.
class CsvReader {
 public:
  CsvReader(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  std::vector<CsvRow> read_rows() {
    std::vector<CsvRow> rows;
    while (at_ < text().size()) rows.push_back(read_row());
    return rows;
  }

 private:
  const std::string& text() const { return source_.text; }

  bool at_line_end() const {
    if (at_ >= text().size() || text()[at_] == '\n') return true;
    return text()[at_] == '\r' && (at_ + 1 == text().size() || text()[at_ + 1] == '\n');
  }

  // Moves on by one byte, keeping the count of lines and of characters.
  void advance() {
    if (text()[at_] == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(text()[at_]) & 0xC0U) != 0x80U) {
      ++column_;
    }
    ++at_;
  }

  void report(std::string code, int line, int column, std::string problem, std::string expected,
              std::string suggestion) {
    findings_.add(located(std::move(code), {source_.file, line, column}, source_.lines, std::move(problem),
                          std::move(expected), std::move(suggestion)));
  }

  CsvRow read_row() {
    CsvRow row;
    row.line = line_;
    row.fields.push_back(read_field());
    while (at_ < text().size() && text()[at_] == ',') {
      advance();
      row.fields.push_back(read_field());
    }
    if (at_ < text().size() && text()[at_] == '\r') advance();
    if (at_ < text().size()) advance();
    return row;
  }

  CsvField read_field() {
    CsvField field;
    field.line = line_;
    field.column = column_;
    if (at_ < text().size() && text()[at_] == '"') read_quoted(field);
    while (!at_line_end() && text()[at_] != ',') {
      if (text()[at_] == '"' || text()[at_] == '\r') report_stray(text()[at_]);
      field.text += text()[at_];
      advance();
    }
    return field;
  }

  void report_stray(char c) {
    if (c == '"') {
      report("stray-quote", line_, column_, "a quote inside a field that is not quoted",
             "the whole field in quotes, quotes inside doubled", "");
    } else {
      report("control-character", line_, column_, "a carriage return inside a line", "lines that end in LF or CRLF",
             "");
    }
  }

  void read_quoted(CsvField& field) {
    advance();
    while (at_ < text().size()) {
      const bool quote = text()[at_] == '"';
      const bool doubled = quote && at_ + 1 < text().size() && text()[at_ + 1] == '"';
      if (quote && !doubled) {
        advance();
        if (!at_line_end() && text()[at_] != ',') {
          report("stray-quote", line_, column_, "text after the closing quote of a field", "a comma or the line's end",
                 "double a quote that belongs to the text");
          // What follows is read as plain text, one finding being enough for this field.
          while (!at_line_end() && text()[at_] != ',') advance();
        }
        return;
      }
      if (doubled) advance();
      field.text += text()[at_];
      advance();
    }
    report("unterminated-quote", field.line, field.column, "this quote is never closed", "a closing quote", "");
  }

  const SourceText& source_;
  Findings& findings_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The columns that a file is to have, in their order; the optional ones may be left out.
struct ExpectedColumns {
  const std::vector<std::string>& names;
  const std::vector<std::string>& optional;

  std::string text() const {
    return optional.empty() ? joined(names) : format("{}; may be left out: {}", joined(names), joined(optional));
  }
};

void check_names(const CsvFile& csv, const CsvRow& header, bool any_name, Findings& findings) {
  std::unordered_map<std::string, int> seen;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const CsvField& field = header.fields[i];
    const int index = static_cast<int>(i);
    if (any_name && field.text.empty()) {
      csv_error(csv, header, index, "unexpected-header", "a column without a name", "a name", "", findings);
    } else if (const auto [first, is_new] = seen.emplace(field.text, field.column); !is_new) {
      csv_error(csv, header, index, "duplicate-column", format("the column '{}' stands twice", field.text),
                format("each name once; the first is at column {}", first->second), "", findings);
    }
  }
}

void check_order(const CsvFile& csv, const CsvRow& header, const ExpectedColumns& columns, Findings& findings) {
  std::vector<std::string> expected;
  for (const std::string& name : columns.names) {
    if (!holds(columns.optional, name) || holds(csv.header, name)) expected.push_back(name);
  }
  if (csv.header == expected) return;
  const auto differing = std::mismatch(csv.header.begin(), csv.header.end(), expected.begin(), expected.end());
  const int index = static_cast<int>(differing.first - csv.header.begin());
  if (differing.first == csv.header.end()) {
    csv_error(csv, header, -1, "unexpected-header", format("the column '{}' is missing", *differing.second),
              columns.text(), "", findings);
    return;
  }
  const bool surplus = differing.second == expected.end();
  csv_error(csv, header, index, "unexpected-header",
            surplus ? format("the column '{}' is one too many", *differing.first)
                    : format("the column '{}' stands where '{}' belongs", *differing.first, *differing.second),
            columns.text(), holds(columns.names, *differing.first) ? "" : did_you_mean(*differing.first, columns.names),
            findings);
}

// Spreadsheets of many countries write ';', and ',' for the decimal point. True when this was found and reported.
bool separated_otherwise(const CsvFile& csv, const CsvRow& header, const ExpectedColumns& columns, Findings& findings) {
  if (columns.names.size() < 2 || header.fields.size() > 1) return false;
  const std::size_t at = csv.header.front().find_first_of(";\t");
  if (at == std::string::npos) return false;
  csv_error(csv, header, 0, "unexpected-header",
            format("the fields are separated by {}", csv.header.front()[at] == ';' ? "semicolons" : "tabs"),
            columns.text(), "separate fields by ',' and write '.' for the decimal point", findings);
  return true;
}

void check_rows(const CsvFile& csv, Findings& findings) {
  for (const CsvRow& row : csv.rows) {
    if (row.fields.size() == csv.header.size()) continue;
    const bool blank = row.fields.size() == 1 && row.fields[0].text.empty();
    const int surplus = row.fields.size() > csv.header.size() ? static_cast<int>(csv.header.size()) : -1;
    csv_error(csv, row, surplus, "ragged-row",
              blank ? "an empty line" : format("the row has {} fields", row.fields.size()),
              format("{} fields: {}", csv.header.size(), joined(csv.header)),
              surplus >= 0 ? "the decimal point is '.'; put a text with a comma in quotes" : "", findings);
  }
}

std::optional<CsvFile> parse_source(SourceText source, const std::vector<std::string>& expected_header,
                                    const std::vector<std::string>& optional_columns, Findings& findings) {
  const ExpectedColumns columns{expected_header, optional_columns};
  Findings found;
  std::vector<CsvRow> rows = CsvReader(source, found).read_rows();
  CsvFile csv;
  csv.file = source.file;
  csv.lines = std::move(source.lines);
  if (rows.empty()) {
    found.add(located("empty-file", {csv.file, 0, 0}, {}, "the file is empty",
                      expected_header.empty() ? "a header line" : columns.text()));
  } else {
    const CsvRow header = rows.front();
    for (const CsvField& field : header.fields) csv.header.push_back(field.text);
    csv.rows.assign(std::make_move_iterator(rows.begin() + 1), std::make_move_iterator(rows.end()));
    if (!separated_otherwise(csv, header, columns, found)) {
      check_names(csv, header, expected_header.empty(), found);
      if (!expected_header.empty()) check_order(csv, header, columns, found);
      check_rows(csv, found);
    }
  }
  findings.append(found);
  if (found.has_errors()) return std::nullopt;
  return csv;
}

bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

bool needs_quotes(std::string_view text) {
  // At the beginning of a file a bare byte-order mark would not be read as text.
  return text.starts_with("\xEF\xBB\xBF") ||
         std::any_of(text.begin(), text.end(), [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
}

void append_text(std::string& text, const std::string& value) {
  const bool quoted = needs_quotes(value);
  if (quoted) text += '"';
  if (is_formula(value)) text += '\'';
  if (!quoted) {
    text += value;
    return;
  }
  for (const char c : value) text.append(c == '"' ? 2 : 1, c);
  text += '"';
}

void append_cell(std::string& text, const Table& table, std::size_t row, std::size_t column) {
  const Cell& cell = table.at(row, column);
  if (const auto* words = std::get_if<std::string>(&cell)) {
    append_text(text, *words);
  } else if (const auto* number = std::get_if<double>(&cell)) {
    if (!std::isfinite(*number)) {
      throw NumericalError(format("table {}, row {}, column {}: {} is not a finite number", table.name(), row + 1,
                                  table.columns()[column].name, number_text(*number)));
    }
    append_number(text, *number);
  } else if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    text += format("{}", *integer);
  } else if (const auto* date = std::get_if<Date>(&cell)) {
    text += date_text(*date);
  }
}

// Of a field with the comma or line end after it. Two quotes may stand around an unknown value that is alone in its
// row.
std::size_t most_bytes(std::monostate) {
  return 3;
}
std::size_t most_bytes(const std::string& text) {
  constexpr std::size_t kQuotesAndApostrophe = 3;
  return text.size() + kQuotesAndApostrophe + static_cast<std::size_t>(std::count(text.begin(), text.end(), '"')) + 1;
}
std::size_t most_bytes(double) {
  return std::string_view("-1.7976931348623157e+308,").size();
}
std::size_t most_bytes(std::int64_t) {
  return std::string_view("-9223372036854775808,").size();
}
std::size_t most_bytes(Date) {
  return std::string_view("2026-01-23,").size();
}

}  // namespace

std::optional<CsvFile> load_csv(const std::string& file, const std::vector<std::string>& expected_header,
                                Findings& findings) {
  return load_csv(file, expected_header, {}, findings);
}

std::optional<CsvFile> load_csv(const std::string& file, const std::vector<std::string>& expected_header,
                                const std::vector<std::string>& optional_columns, Findings& findings) {
  std::optional<SourceText> source = load_source(file, kMaxCsvBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(std::move(*source), expected_header, optional_columns, findings);
}

std::optional<CsvFile> parse_csv(const std::string& file, const std::string& text,
                                 const std::vector<std::string>& expected_header, Findings& findings) {
  std::optional<SourceText> source = check_source(file, text, kMaxCsvBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(std::move(*source), expected_header, {}, findings);
}

void csv_error(const CsvFile& csv, const CsvRow& row, int field_index, std::string code, std::string problem,
               std::string expected, std::string suggestion, Findings& findings) {
  SourcePosition where{csv.file, row.line, 0};
  if (field_index >= 0 && field_index < static_cast<int>(row.fields.size())) {
    where.line = row.fields[static_cast<std::size_t>(field_index)].line;
    where.column = row.fields[static_cast<std::size_t>(field_index)].column;
  }
  findings.add(
      located(std::move(code), where, csv.lines, std::move(problem), std::move(expected), std::move(suggestion)));
}

std::string csv_text(const Table& table) {
  std::string text;
  const std::size_t columns = table.columns().size();
  for (std::size_t c = 0; c < columns; ++c) {
    if (c > 0) text += ',';
    append_text(text, table.columns()[c].name);
  }
  text += '\n';
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    const std::size_t begin = text.size();
    for (std::size_t c = 0; c < columns; ++c) {
      if (c > 0) text += ',';
      append_cell(text, table, r, c);
    }
    // A row of one empty field would be an empty line, which many readers skip.
    if (text.size() == begin) text += "\"\"";
    text += '\n';
  }
  return text;
}

std::size_t csv_bytes_at_most(const Table& table) {
  std::size_t bytes = 1;
  for (const Column& column : table.columns()) bytes += most_bytes(column.name);
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    for (std::size_t c = 0; c < table.columns().size(); ++c)
      bytes += std::visit([](const auto& value) { return most_bytes(value); }, table.at(r, c));
  }
  return bytes;
}

}  // namespace ebbtide
