#include "report/write_explanation.h"

#include "backtest/explanation_tables.h"
#include "backtest/explanation_text.h"
#include "core/format.h"
#include "report/dictionary.h"
#include "report/explanation_workbook.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

std::string markdown(const std::string& title, const std::vector<Explanation>& explanations) {
  std::string text = format("# {}\n", title.empty() ? "Explained weeks" : title);
  for (const Explanation& each : explanations) {
    text += format("\n## {}: {}{}{}\n", each.universe, date_text(each.week_end), each.title.empty() ? "" : ", ",
                   each.title);
    if (!each.why.empty()) text += each.why + "\n\n";
    text += explanation_paragraph(each) + "\n";
  }
  return text;
}

}  // namespace

std::vector<OutputFile> write_explanation(const std::string& title, const std::vector<Explanation>& explanations,
                                          const ManifestInput& input, const std::string& target, Overwrite overwrite) {
  RunFolder folder(target, overwrite);
  std::vector<OutputFile> outputs;
  const std::vector<Table> tables = explanation_tables(explanations);
  std::vector<const Table*> listed;
  for (const Table& table : tables) {
    outputs.push_back(folder.write(table.name() + ".csv", csv_text(table)));
    outputs.back().rows = table.row_count();
    listed.push_back(&table);
  }
  outputs.push_back(folder.write("explanation.md", markdown(title, explanations)));
  write_explanation_workbook(title, explanations, folder.path_of("workbook.xlsx"));
  outputs.push_back(folder.adopt("workbook.xlsx"));
  outputs.push_back(folder.write("dictionary.json", json_text(dictionary_json(listed))));
  outputs.push_back(folder.write("manifest.json", json_text(manifest_json(input, outputs))));
  folder.commit();
  return outputs;
}

}  // namespace ebbtide
