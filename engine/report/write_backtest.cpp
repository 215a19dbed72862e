#include "report/write_backtest.h"

#include "report/backtest_workbook.h"
#include "report/dictionary.h"
#include "text/csv.h"

namespace ebbtide {

std::vector<OutputFile> write_backtest(const BacktestResults& results, const std::vector<TextFile>& texts,
                                       const ManifestInput& input, const std::string& target, Overwrite overwrite) {
  RunFolder folder(target, overwrite);
  std::vector<OutputFile> outputs;
  for (const Table* table : results.all()) {
    outputs.push_back(folder.write(table->name() + ".csv", csv_text(*table)));
    outputs.back().rows = table->row_count();
  }
  for (const TextFile& each : texts) outputs.push_back(folder.write(each.name, each.text));
  outputs.push_back(folder.write("dictionary.json", json_text(dictionary_json(results.all()))));
  write_backtest_workbook(results, run_sha256(input), folder.path_of("workbook.xlsx"));
  outputs.push_back(folder.adopt("workbook.xlsx"));
  outputs.push_back(folder.write("manifest.json", json_text(manifest_json(input, outputs))));
  folder.commit();
  return outputs;
}

}  // namespace ebbtide
