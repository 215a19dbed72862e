// A finished backtest onto disk: its tables as CSV, the workbook, the dictionary and the manifest in one folder.
#pragma once

#include <string>
#include <vector>

#include "backtest/backtest_results.h"
#include "report/manifest.h"
#include "report/run_folder.h"

namespace ebbtide {

struct TextFile {
  std::string name;
  std::string text;
};

// Writes the folder `target` whole or not at all. Throws as write_run. Returns the files written, the manifest last.
std::vector<OutputFile> write_backtest(const BacktestResults& results, const std::vector<TextFile>& texts,
                                       const ManifestInput& input, const std::string& target, Overwrite overwrite);

}  // namespace ebbtide
