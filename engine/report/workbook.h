// The workbook of a run: reading sheets, native charts and the data behind them (docs/output-format.md).
#pragma once

#include <cstdint>
#include <string>

#include "report/run_tables.h"

namespace ebbtide {

// Writes `path`; `run_hash` names the run it belongs to (custom property "run_sha256"). Equal arguments give equal
// bytes. Temporary parts need room in the folder of `path`. Throws IoError (disk full, permission), NumericalError on a
// non-finite number, InternalError when a table lacks a promised column.
void write_workbook(const RunTables& run, const std::string& run_hash, const std::string& path);

// Bytes that writing the workbook takes in its folder, temporary parts included.
std::int64_t workbook_room(const RunTables& run);

// Version of libxlsxwriter, for the manifest.
std::string spreadsheet_library_version();

}  // namespace ebbtide
