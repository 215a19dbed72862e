// Explanations of past weeks onto disk: tables, the text and a workbook in one folder that appears whole or not at all.
#pragma once

#include <string>
#include <vector>

#include "backtest/explanation.h"
#include "report/manifest.h"
#include "report/run_folder.h"

namespace ebbtide {

// weeks.csv, explanation.csv, bridge.csv, breadth.csv, records.csv, market.csv, explanation.md, workbook.xlsx,
// dictionary.json, manifest.json. `title` is that of the list of weeks, or empty. Throws as write_run. Returns the
// files written, the manifest last.
std::vector<OutputFile> write_explanation(const std::string& title, const std::vector<Explanation>& explanations,
                                          const ManifestInput& input, const std::string& target, Overwrite overwrite);

}  // namespace ebbtide
