// A comparison onto disk: one folder that appears complete or not at all.
//   comparison.md    the page of comparison_text.h     workbook.xlsx   comparison_workbook.h
//   differences.csv, side_by_side.csv, inputs.csv, agreement.csv: comparison_tables.h
//   manifest.json    what was compared, and how
#pragma once

#include <string>
#include <vector>

#include "core/calendar.h"
#include "evaluation/comparison.h"
#include "report/run_folder.h"

namespace ebbtide {

// What was compared, for the manifest.
struct ComparedFolder {
  std::string folder;
  std::string run_sha256;
};

// Returns the files written, the manifest last. Throws as write_run does.
std::vector<OutputFile> write_comparison(const Comparison& comparison, const ComparedFolder& first,
                                         const ComparedFolder& second, const std::string& target, Overwrite overwrite);

}  // namespace ebbtide
