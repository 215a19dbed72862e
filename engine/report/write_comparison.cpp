#include "report/write_comparison.h"

#include "evaluation/comparison_tables.h"
#include "report/comparison_text.h"
#include "report/comparison_workbook.h"
#include "text/csv.h"
#include "text/json.h"

namespace ebbtide {
namespace {

Json folder_json(const ComparedFolder& compared) {
  return {{"folder", compared.folder}, {"run_sha256", compared.run_sha256}};
}

Json manifest_of(const Comparison& comparison, const ComparedFolder& first, const ComparedFolder& second,
                 const std::vector<OutputFile>& outputs) {
  Json manifest;
  // The schema by which RunFolder knows a folder of ours; without a group "run" it is no run to compare.
  manifest["schema"] = "ebbtide-manifest/1";
  manifest["comparison"] = {{"first", folder_json(first)},
                            {"second", folder_json(second)},
                            {"relative_tolerance", comparison.settings.relative_tolerance},
                            {"absolute_tolerance", comparison.settings.absolute_tolerance},
                            {"noise_factor", comparison.settings.noise_factor},
                            {"verdict", verdict_sentence(comparison)}};
  manifest["outputs"] = Json::array();
  for (const OutputFile& output : outputs)
    manifest["outputs"].push_back({{"file", output.name}, {"sha256", output.sha256}, {"bytes", output.bytes}});
  return manifest;
}

// The latest week of the comparison stands for its date, so that equal comparisons have equal bytes.
Date latest_week(const Comparison& comparison) {
  Date latest = Date(std::chrono::year(2000) / 1 / 1);
  for (const ComparedTable& table : comparison.tables) {
    for (const ComparedRow& row : table.rows) {
      if (const std::optional<Date> week = parse_date(row.key.week_end)) latest = std::max(latest, *week);
    }
  }
  return latest;
}

}  // namespace

std::vector<OutputFile> write_comparison(const Comparison& comparison, const ComparedFolder& first,
                                         const ComparedFolder& second, const std::string& target, Overwrite overwrite) {
  RunFolder folder(target, overwrite);
  std::vector<OutputFile> outputs;
  outputs.push_back(folder.write("comparison.md", comparison_markdown(comparison)));
  outputs.push_back(folder.write("differences.csv", csv_text(differences_table(comparison))));
  outputs.push_back(folder.write("side_by_side.csv", csv_text(side_by_side_table(comparison))));
  outputs.push_back(folder.write("inputs.csv", csv_text(input_changes_table(comparison))));
  outputs.push_back(folder.write("agreement.csv", csv_text(agreement_table(comparison))));
  write_comparison_workbook(comparison, latest_week(comparison), folder.path_of("workbook.xlsx"));
  outputs.push_back(folder.adopt("workbook.xlsx"));
  outputs.push_back(folder.write("manifest.json", json_text(manifest_of(comparison, first, second, outputs))));
  folder.commit();
  return outputs;
}

}  // namespace ebbtide
