// Any bytes as a CSV file: rows that can be written and read again as the same, or findings.
#include <cstddef>
#include <cstdint>

#include "fuzz/property.h"
#include "text/csv.h"

namespace {

using ebbtide::CsvFile;

ebbtide::Table table_of(const CsvFile& csv) {
  std::vector<ebbtide::Column> columns;
  for (const std::string& name : csv.header) columns.push_back({name, ebbtide::ColumnType::text, "", ""});
  ebbtide::Table table("t", "t", columns);
  for (const ebbtide::CsvRow& row : csv.rows) {
    std::vector<ebbtide::Cell> cells;
    for (const ebbtide::CsvField& field : row.fields) cells.emplace_back(field.text);
    table.append(cells);
  }
  return table;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ebbtide::Findings findings;
  const auto csv = ebbtide::parse_csv("f.csv", text, {}, findings);
  ebbtide::demand(csv.has_value() != findings.has_errors(), "either rows or errors");
  ebbtide::demand_sound(findings, ebbtide::count_lines(text));
  if (!csv) return 0;
  for (const ebbtide::CsvRow& row : csv->rows) {
    ebbtide::demand(row.fields.size() == csv->header.size(), "as many fields as the header");
  }
  // Written once, a text that looks like a formula has its apostrophe; from then on nothing changes.
  const std::string once = ebbtide::csv_text(table_of(*csv));
  const auto again = ebbtide::parse_csv("f.csv", once, {}, findings);
  if (!again) {
    // The apostrophe may have made two names alike.
    for (const auto& finding : findings.sorted()) ebbtide::demand(finding.code == "duplicate-column", "reads back");
    return 0;
  }
  ebbtide::demand(ebbtide::csv_text(table_of(*again)) == once, "a second writing is the first");
  return 0;
}
