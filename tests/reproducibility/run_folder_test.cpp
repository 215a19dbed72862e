// The same bytes in every file of a run's folder, through the program.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "support/program.h"
#include "text/json.h"

namespace ebbtide::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path run_into(const TemporaryFolder& folder, const std::string& name, const std::vector<std::string>& scenarios,
                  const std::vector<std::string>& more = {}) {
  const fs::path target = folder.path() / name / "out";
  fs::create_directories(target.parent_path());
  std::vector<std::string> words = {"run"};
  for (const std::string& scenario : scenarios) words.push_back("scenarios/" + scenario + ".yaml");
  words.insert(words.end(), {"--paths", "2000", "--quiet", "--output", target.string()});
  words.insert(words.end(), more.begin(), more.end());
  const Ending ending = run_program(words);
  EXPECT_TRUE(ending.exit_code == 0 || ending.exit_code == 1) << ending.err;
  return target;
}

// Every output by name; of the manifest only what decides the numbers, and the checksums of what was written.
std::map<std::string, std::string> outputs(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files[entry.path().filename().string()] = text_of(entry.path());
  Findings findings;
  const auto manifest = parse_json("manifest.json", files["manifest.json"], findings);
  files["manifest.json"] = json_text((*manifest)["run"]) + json_text((*manifest)["outputs"]);
  return files;
}

TEST(RunFolder, HoldsTheSameBytesForEveryNumberOfThreads) {
  const TemporaryFolder folder;
  // The last two weigh their paths.
  const std::vector<std::string> scenarios = {"us-baseline", "us-price-slump", "baseline", "issuer-redeems",
                                              "outflow-view"};
  const auto expected = outputs(run_into(folder, "1", scenarios, {"--threads", "1"}));
  for (const char* name : {"distribution.csv", "summary.csv", "bridge.csv", "events.csv", "deltas.csv", "drivers.csv",
                           "scenarios.csv", "conditions.csv", "plausibility.csv", "similar_weeks.csv",
                           "assumptions.csv", "views.csv", "workbook.xlsx", "manifest.json"}) {
    ASSERT_TRUE(expected.contains(name)) << name;
    EXPECT_FALSE(expected.at(name).empty()) << name;
  }
  for (const char* threads : {"2", "3", "8"}) {
    const auto found = outputs(run_into(folder, threads, scenarios, {"--threads", threads}));
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [name, text] : expected)
      EXPECT_TRUE(found.at(name) == text) << name << " with " << threads << " threads";
  }
}

// Lines of the scenario in every table whose rows begin with a scenario's name.
std::map<std::string, std::string> rows_of(const fs::path& folder, const std::string& scenario) {
  std::map<std::string, std::string> rows;
  for (const char* name : {"distribution.csv", "summary.csv", "bridge.csv", "events.csv", "deltas.csv", "drivers.csv",
                           "scenarios.csv", "conditions.csv", "plausibility.csv", "similar_weeks.csv"}) {
    std::istringstream lines(text_of(folder / name));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(scenario + ",")) rows[name] += line + "\n";
    }
  }
  return rows;
}

TEST(RunFolder, HoldsTheSameRowsOfAWeighedScenarioAloneAndBesideOthers) {
  const TemporaryFolder folder;
  const std::vector<std::string> csv = {"--format", "csv"};
  const fs::path batch = run_into(folder, "batch", {"outflow-view", "dollar-target", "issuer-redeems"}, csv);
  for (const std::string& scenario : {std::string("outflow-view"), std::string("issuer-redeems")}) {
    const auto rows = rows_of(run_into(folder, scenario, {scenario}, csv), scenario);
    EXPECT_GE(rows.size(), 5u);
    EXPECT_EQ(rows, rows_of(batch, scenario));
  }
}

TEST(RunFolder, HoldsTheSameRowsOfAScenarioAloneInABatchAndInAnyOrderOfFiles) {
  const TemporaryFolder folder;
  const std::vector<std::string> csv = {"--format", "csv"};
  const fs::path batch = run_into(folder, "batch", {"us-baseline", "us-article-week-prices", "us-price-slump"}, csv);
  const fs::path reversed =
      run_into(folder, "reversed", {"us-price-slump", "us-article-week-prices", "us-baseline"}, csv);
  const auto one = outputs(batch), two = outputs(reversed);
  for (const auto& [name, text] : one) EXPECT_TRUE(two.at(name) == text) << name;
  for (const std::string& scenario : {std::string("us-price-slump"), std::string("us-baseline")}) {
    const fs::path alone = run_into(folder, scenario, {scenario}, csv);
    const auto rows = rows_of(alone, scenario);
    EXPECT_GE(rows.size(), 4u);
    EXPECT_EQ(rows, rows_of(batch, scenario));
  }
}

}  // namespace
}  // namespace ebbtide::test
