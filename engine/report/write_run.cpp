#include "report/write_run.h"

#include "report/dictionary.h"
#include "report/workbook.h"
#include "text/csv.h"

namespace ebbtide {

std::vector<OutputFile> write_run(const RunTables& run, const ManifestInput& input, const std::string& target,
                                  Overwrite overwrite, RunFormats formats) {
  RunFolder folder(target, overwrite);
  std::vector<OutputFile> outputs;
  for (const Table* table : all_tables(run)) {
    if (!formats.csv) break;
    outputs.push_back(folder.write(table->name() + ".csv", csv_text(*table)));
    outputs.back().rows = table->row_count();
  }
  outputs.push_back(folder.write("dictionary.json", json_text(dictionary_json(run))));
  if (formats.workbook) {
    write_workbook(run, run_sha256(input), folder.path_of("workbook.xlsx"));
    outputs.push_back(folder.adopt("workbook.xlsx"));
  }
  outputs.push_back(folder.write("manifest.json", json_text(manifest_json(input, outputs))));
  folder.commit();
  return outputs;
}

}  // namespace ebbtide
