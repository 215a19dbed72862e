// Comma-separated values, RFC 4180, UTF-8, '.' decimal point: a strict reader with positions, and a writer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/table.h"

namespace ebbtide {

struct CsvField {
  std::string text;
  int line = 0;    // 1-based; beyond the row's own line after a line end inside quotes
  int column = 0;  // 1-based character column in the line
};

struct CsvRow {
  int line = 0;  // 1-based line on which the row starts
  std::vector<CsvField> fields;
};

struct CsvFile {
  std::string file;
  std::vector<std::string> lines;   // source text, for findings
  std::vector<std::string> header;  // field names of the first row
  std::vector<CsvRow> rows;         // the rest
};

// Reads a file whose header must be exactly `expected_header` (empty: any header without duplicates). Accepts LF and
// CRLF and a byte-order mark; a field is taken as it stands, spaces included. Findings: unreadable-file, empty-file,
// file-too-large (64 MiB), invalid-utf8, nul-byte, control-character, unexpected-header, duplicate-column, ragged-row,
// unterminated-quote, stray-quote. Every one is an error, and then the result is empty.
std::optional<CsvFile> load_csv(const std::string& file, const std::vector<std::string>& expected_header,
                                Findings& findings);
// The same where some of the expected columns may be left out: `header` then tells which there are.
std::optional<CsvFile> load_csv(const std::string& file, const std::vector<std::string>& expected_header,
                                const std::vector<std::string>& optional_columns, Findings& findings);
std::optional<CsvFile> parse_csv(const std::string& file, const std::string& text,
                                 const std::vector<std::string>& expected_header, Findings& findings);

// Adds a finding at a field (or at the row when field_index is negative).
void csv_error(const CsvFile& csv, const CsvRow& row, int field_index, std::string code, std::string problem,
               std::string expected, std::string suggestion, Findings& findings);

// One table as CSV: header row, LF line ends, shortest round-trip numbers, ISO dates, empty for unknown. Text beginning
// with = + - @ TAB or CR gets a leading apostrophe, so that no spreadsheet takes it for a formula. Non-finite numbers
// throw NumericalError.
std::string csv_text(const Table& table);
// No less than the bytes of csv_text(table), at a small part of its cost.
std::size_t csv_bytes_at_most(const Table& table);

}  // namespace ebbtide
