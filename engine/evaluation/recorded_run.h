// A finished run or backtest as its folder records it (docs/output-format.md): what decided its numbers, and the tables
// that hold numbers to compare, as keys and values.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "text/json.h"

namespace ebbtide {

// Which number a row of a table is about. Texts as the file has them, empty where the table has no such column.
struct RowKey {
  std::string scenario;
  std::string week_end;
  std::string target;
  std::string series;
  std::string asset;
  std::string region;
  std::string issuer;
  std::string item;  // event, driver, condition, view; of a score all that tells it from the others
  std::string unit;
};

bool operator<(const RowKey& left, const RowKey& right);

// A number that runs are compared by, and the column that holds its Monte Carlo standard error, or none.
struct ValueColumn {
  std::string name;
  std::string error;
};

// How a table is read: the columns that make up the key's item, and its values.
struct TableShape {
  std::string name;  // file stem
  std::vector<std::string> item;
  std::vector<ValueColumn> values;
};

// Every table that is read, in the order of reports.
const std::vector<TableShape>& recorded_shapes();

struct RecordedValue {
  std::optional<double> value;
  std::optional<double> standard_error;
};

struct RecordedRow {
  RowKey key;
  std::vector<RecordedValue> values;  // by the shape's values
};

struct RecordedTable {
  const TableShape* shape = nullptr;
  std::vector<RecordedRow> rows;
};

// One score of one forecast of a backtest.
struct RecordedScore {
  RowKey key;  // scenario: the universe; item: model, track, horizon, level; series: the score's name
  int horizon = 1;
  std::string origin;
  double value = 0.0;
};

struct RecordedRun {
  std::string folder;
  Json run;  // the manifest's group "run"
  std::string run_sha256;
  std::vector<RecordedTable> tables;
  std::vector<RecordedScore> scores;  // of a backtest
};

// Findings: not-a-run (the folder has no manifest of a run, or no table to compare), those of the JSON and CSV readers,
// unexpected-header, invalid-number. Any of them leaves the result empty.
std::optional<RecordedRun> load_recorded_run(const std::string& folder, Findings& findings);

// Names of the scenarios that the manifest lists.
std::vector<std::string> scenario_names(const RecordedRun& run);
// Keeps these scenarios alone, each under its new name, in manifest, tables and all.
void keep_scenarios(RecordedRun& run, const std::map<std::string, std::string>& new_name_of);

}  // namespace ebbtide
