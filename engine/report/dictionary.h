// The data dictionary: what every column of every CSV file of a run holds.
#pragma once

#include <string>
#include <vector>

#include "report/run_tables.h"
#include "text/json.h"

namespace ebbtide {

std::string type_text(ColumnType type);  // "text", "number", "integer", "date"

// {"schema": "ebbtide-dictionary/1", "files": [{"file", "title", "columns": [{"name", "type", "unit",
// "description"}]}]}
Json dictionary_json(const std::vector<const Table*>& tables);
Json dictionary_json(const RunTables& run);

}  // namespace ebbtide
