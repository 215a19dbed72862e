// A finished run onto disk: CSV tables, dictionary, workbook and manifest in one folder.
#pragma once

#include <string>
#include <vector>

#include "parallel/executor.h"
#include "report/manifest.h"
#include "report/run_folder.h"
#include "report/run_tables.h"

namespace ebbtide {

// Which kinds of table files to write; manifest and dictionary always are.
struct RunFormats {
  bool csv = true;
  bool workbook = true;
};

// Writes the folder `target`, its files at the same time; they hold the same bytes for any number of threads. Throws
// InputError (the target is taken), IoError with file and reason, NumericalError on a non-finite number, each for the
// first file in the order of all_tables that it befalls; then nothing stands under the target's name that was not there
// before. Returns the files written, the manifest last.
std::vector<OutputFile> write_run(const RunTables& run, const ManifestInput& input, const std::string& target,
                                  Overwrite overwrite, const Executor& executor, RunFormats formats = {});

}  // namespace ebbtide
