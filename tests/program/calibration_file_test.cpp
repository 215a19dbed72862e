// Markets stated by hand in calibration files, run through the program, read back from its tables: the reference values
// of docs/methods.md. Tolerances are four stated standard errors, 6e-5 false alarms each, and half a unit of the
// reference's last digit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "support/program.h"

namespace ebbtide::test {
namespace {

const std::string kFolder = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/calibrations/";

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
  return fields;
}

// Rows of summary.csv by "series week", columns by name. No field of these runs holds a comma.
using Rows = std::map<std::string, std::map<std::string, std::string>>;

Rows summary_of(const std::string& scenario, const std::string& calibration,
                const std::vector<std::string>& more = {}) {
  const TemporaryFolder folder;
  const std::string target = (folder.path() / "out").string();
  std::vector<std::string> words = {
      "run",     kFolder + scenario, "--calibration", kFolder + calibration, "--format", "csv",
      "--quiet", "--output",         target};
  words.insert(words.end(), more.begin(), more.end());
  const Ending ending = run_program(words);
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  std::ifstream file(target + "/summary.csv");
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> names = fields_of(line);
  Rows rows;
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = fields_of(line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < fields.size(); ++i) row[names[i]] = fields[i];
    rows[row["series"] + " " + row["horizon"]] = row;
  }
  return rows;
}

void expect_near(const std::map<std::string, std::string>& row, const std::string& statistic, double expected) {
  EXPECT_NEAR(std::stod(row.at(statistic)), expected, 4.0 * std::stod(row.at(statistic + "_se")) + 6e-7)
      << row.at("series") << " " << row.at("horizon") << " " << statistic;
}

struct Reference {
  const char* row;
  double mean;
  double sd;
};

void expect_reference(const Rows& rows, const std::vector<Reference>& references) {
  ASSERT_EQ(rows.size(), references.size());
  for (const Reference& each : references) {
    expect_near(rows.at(each.row), "mean", each.mean);
    expect_near(rows.at(each.row), "sd", each.sd);
  }
}

TEST(CalibrationFile, GivesTheUnconditionalReferenceValues) {
  expect_reference(summary_of("var-f2-free.yaml", "var-f2.json"), {{"y1 1", 0.5, 1.0},
                                                                   {"y2 1", -0.4, 0.707107},
                                                                   {"y1 2", 0.31, 1.133578},
                                                                   {"y2 2", -0.26, 0.817313},
                                                                   {"y1 3", 0.229, 1.173256},
                                                                   {"y2 3", -0.242, 0.857928}});
}

TEST(CalibrationFile, GivesTheReferenceValuesOfHardConditions) {
  expect_reference(summary_of("var-f2-pinned.yaml", "var-f2.json"), {{"y1 1", 1.0, 0.0},
                                                                     {"y2 1", -0.260812, 0.639487},
                                                                     {"y1 2", 0.418620, 0.884883},
                                                                     {"y2 2", -0.162928, 0.727874},
                                                                     {"y1 3", 0.0, 0.0},
                                                                     {"y2 3", -0.269352, 0.702070}});
}

// y2 given y1 = 3 is t with 6 degrees of freedom about 1.8, squared scale 1.493333; on 4 million paths.
TEST(CalibrationFile, GivesTheReferenceValuesOfTheHeavyTail) {
  const Rows rows = summary_of("heavy-tail-pinned.yaml", "heavy-tail.json");
  expect_reference(rows, {{"y1 1", 3.0, 0.0}, {"y2 1", 1.8, 1.4966630}});
  expect_near(rows.at("y2 1"), "q95", 4.174606);
  // A mixing variable that ignored the pin would give 3.412039, hundreds of standard errors away.
  EXPECT_GT(std::stod(rows.at("y2 1").at("q95")) - 3.412039, 20.0 * std::stod(rows.at("y2 1").at("q95_se")));
}

TEST(CalibrationFile, OfAnotherDateIsRefused) {
  const Ending ending = run_program({"run", kFolder + "var-f2-free.yaml", "--calibration", kFolder + "var-f2.json",
                                     "--set", "as_of=2026-01-20", "--output", "/nonexistent/out"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, testing::HasSubstr("[calibration-mismatch]"));
}

TEST(CalibrationFile, OfAMarketAloneIsRefusedByAScenarioOfFunds) {
  const Ending ending = run_program(
      {"run", "scenarios/us-baseline.yaml", "--calibration", kFolder + "var-f2.json", "--output", "/nonexistent/out"});
  EXPECT_EQ(ending.exit_code, 2) << ending.err;
}

TEST(CalibrationFile, ThatIsWrongIsReportedWithItsPlace) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("c.json", R"({"schema": "ebbtide-calibration/1", "as_of": "2026-01-19", "market": 3})");
  const Ending ending = run_program(
      {"run", kFolder + "var-f2-free.yaml", "--calibration", file, "--output", (folder.path() / "out").string()});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err,
              testing::AllOf(testing::HasSubstr("/week_one: missing"), testing::HasSubstr("/market: not an object"),
                             testing::HasSubstr("[calibration-value]")));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
}

}  // namespace
}  // namespace ebbtide::test
