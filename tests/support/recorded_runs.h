// Folders of finished runs for tests of comparing: a manifest and small tables, written by hand.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "evaluation/recorded_run.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide::fixture {

inline const std::string kSummaryHeader =
    "scenario,as_of,horizon,week_end,target,series,asset,region,issuer,unit,mean,mean_se,sd,sd_se,q01,q01_se,q05,q05_"
    "se,"
    "q10,q10_se,q25,q25_se,q50,q50_se,q75,q75_se,q90,q90_se,q95,q95_se,q99,q99_se,shortfall_05,shortfall_05_se,status,"
    "realised,percentile\n";

// A row of summary.csv: every statistic is `value` with the standard error `error`.
inline std::string summary_row(const std::string& scenario, const std::string& week_end, const std::string& asset,
                               const std::string& value, const std::string& error) {
  std::string row = scenario + ",2026-01-19,1," + week_end + ",net_flow,," + asset + ",,,musd";
  for (int i = 0; i < 12; ++i) row += "," + value + "," + error;
  return row + ",seen,,\n";
}

struct RunFiles {
  std::string seed = "7";
  std::string change = "+10 bp";  // of the scenario "cuts"
  std::string title = "Cuts fade";
  std::string flows_sha256 = "aa";
  std::map<std::string, std::string> tables;  // file stem to text
};

inline std::string manifest_text(const RunFiles& files) {
  std::string outputs;
  for (const auto& [name, text] : files.tables)
    outputs += (outputs.empty() ? "" : ", ") + std::string("{\"file\": \"") + name + ".csv\"}";
  return "{\"schema\": \"ebbtide-manifest/1\", \"run\": {\"program\": {\"revision\": \"abc\"}, "
         "\"random_numbers\": {\"law\": \"philox\", \"seed\": " +
         files.seed +
         "}, \"inputs\": [{\"file\": \"scenarios/cuts.yaml\", \"sha256\": \"11\"}, {\"file\": "
         "\"scenarios/universes/u/flows.csv\", \"sha256\": \"" +
         files.flows_sha256 + "\"}], \"scenarios\": [{\"name\": \"cuts\", \"values\": {\"title\": \"" + files.title +
         "\", \"seed\": \"" + files.seed + "\", \"conditions[0].change\": \"" + files.change +
         "\", \"name\": \"cuts\"}}]}, \"run_sha256\": \"f00\", \"outputs\": [" + outputs + "]}\n";
}

// Writes the folder `name` and returns its path.
inline std::string write_run_files(const TemporaryFolder& folder, const std::string& name, const RunFiles& files) {
  const std::string path = folder.file(name);
  std::filesystem::create_directories(path);
  write_file(path + "/manifest.json", manifest_text(files));
  for (const auto& [table, text] : files.tables) write_file(path + "/" + table + ".csv", text);
  return path;
}

// One total and one asset, a week each.
inline RunFiles small_run(const std::string& total, const std::string& bitcoin, const std::string& error = "2") {
  RunFiles files;
  files.tables["summary"] = kSummaryHeader + summary_row("cuts", "2026-01-23", "", total, error) +
                            summary_row("cuts", "2026-01-23", "Bitcoin", bitcoin, error);
  files.tables["events"] =
      "scenario,event,description,probability,mc_se,delta,delta_mc_se,threshold,ok,realised\n"
      "cuts,outflow,net flow below 0,0.25,0.01,,,,,\n";
  return files;
}

}  // namespace ebbtide::fixture
