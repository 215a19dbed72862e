#include "app/scenario_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/source_lines.h"
#include "core/error.h"
#include "support/findings.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kMarket = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/calibrations/var-f2.json";
const std::string kOfMarket =
    "schema: ebbtide-scenario/1\nas_of: 2026-01-19\nhorizon: 3 weeks\nconditions:\n"
    "  - {factor: y1, week: 1, change: +1 bp}\n";
const std::string kOfFunds = "schema: ebbtide-scenario/1\nuniverse: us-spot-etf\nas_of: 2026-01-19\nhorizon: 3 weeks\n";

class Batch : public testing::Test {
 protected:
  ScenarioInput input(const std::vector<std::pair<std::string, std::string>>& files) {
    ScenarioInput result;
    for (const auto& [name, text] : files) {
      std::ofstream(folder_.file(name)) << text;
      result.files.push_back(folder_.file(name));
    }
    result.data_folder = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
    return result;
  }

  TemporaryFolder folder_;
};

std::vector<std::string> errors_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const InputError& error) {
    return short_findings(error.findings());
  }
  return {};
}

TEST_F(Batch, BindsToTheHistoryOfItsUniverse) {
  ScenarioBatch batch(input({{"a.yaml", kOfFunds}}));
  const std::vector<PreparedScenario> bound = batch.bind(BindFor::inspection, Executor(2));
  ASSERT_EQ(bound.size(), 1U);
  EXPECT_EQ(bound[0].model.calibration->universe, "us-spot-etf");
  EXPECT_TRUE(batch.warnings().empty());
}

// global-etp has weeks that nobody published, which an inspection fills with fewer draws.
TEST_F(Batch, FindsTheSameForAnInspectionAsForASimulation) {
  std::string funds = kOfFunds;
  funds.replace(funds.find("us-spot-etf"), 11, "global-etp");
  const ScenarioInput same = input({{"a.yaml", funds + "conditions:\n  - {factor: bitcoin, week: 1, change: 1 %}\n"
                                                       "  - {factor: bitcoin, week: 2, change: 1 %}\n"
                                                       "  - {factor: bitcoin, weeks: 1-2, cumulative: 9 %}\n"}});
  const auto errors = [&](BindFor use) {
    ScenarioBatch batch(same);
    return errors_of([&] { batch.bind(use, Executor(2)); });
  };
  EXPECT_THAT(errors(BindFor::inspection), ElementsAre("8:47 contradictory-condition"));
  EXPECT_EQ(errors(BindFor::inspection), errors(BindFor::simulation));
}

TEST_F(Batch, BindsAScenarioWithoutUniverseToItsCalibrationFile) {
  ScenarioInput with_file = input({{"a.yaml", kOfMarket}});
  with_file.calibration_file = kMarket;
  ScenarioBatch batch(with_file);
  const std::vector<PreparedScenario> bound = batch.bind(BindFor::inspection, Executor(2));
  ASSERT_EQ(bound.size(), 1U);
  EXPECT_EQ(bound[0].model.constraints.size(), 1U);
}

TEST_F(Batch, TakesTheDateOfAMarketAlone) {
  std::string dateless = kOfMarket;
  const std::string date = "as_of: 2026-01-19\n";
  dateless.erase(dateless.find(date), date.size());
  ScenarioInput with_file = input({{"a.yaml", dateless}});
  with_file.calibration_file = kMarket;
  ScenarioBatch batch(with_file);
  EXPECT_EQ(date_text(batch.bind(BindFor::inspection, Executor(2))[0].scenario.as_of), "2026-01-19");
}

TEST_F(Batch, TellsWhatItsCallerFoundBesideWhatItFinds) {
  Findings found;
  found.add({.code = "output-exists", .where = {.file = "out"}});
  EXPECT_THAT(errors_of([&] {
                ScenarioBatch(input({{"a.yaml", kOfFunds + "horizn: 3\n"}}), found);
              }),
              ElementsAre("5:1 unknown-key", "0:0 output-exists"));
}

TEST_F(Batch, RefusesABrokenCalibrationFile) {
  ScenarioInput with_file = input({{"a.yaml", kOfMarket}, {"c.json", "{\"schema\": 3}"}});
  with_file.files.pop_back();
  with_file.calibration_file = folder_.file("c.json");
  EXPECT_THAT(errors_of([&] { ScenarioBatch{with_file}; }),
              ElementsAre("0:0 calibration-schema", "0:0 calibration-value"));
}

TEST_F(Batch, FindsWhatContradictsBesideScenariosThatDoNotFitTheCalibration) {
  ScenarioInput with_file = input({{"a.yaml", kOfMarket + "  - {factor: y1, week: 2, change: +1 bp}\n"
                                                          "  - {factor: y1, weeks: 1-2, cumulative: 5 bp}\n"},
                                   {"b.yaml", kOfFunds}});
  with_file.calibration_file = kMarket;
  ScenarioBatch batch(with_file);
  EXPECT_THAT(errors_of([&] { batch.bind(BindFor::inspection, Executor(2)); }),
              ElementsAre("7:42 contradictory-condition", "0:0 calibration-mismatch"));
}

TEST_F(Batch, ShowsTheLineOfWhatTheModelFinds) {
  ScenarioBatch batch(input({{"a.yaml", kOfFunds + "conditions:\n  - {factor: bitcoin, week: 1, change: 1 %}\n"
                                                   "  - {factor: bitcoin, week: 2, change: 1 %}\n"
                                                   "  - {factor: bitcoin, weeks: 1-2, cumulative: 9 %}\n"}}));
  try {
    batch.bind(BindFor::inspection, Executor(2));
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_THAT(render(with_source_lines(error.findings()), false),
                HasSubstr("\n    - {factor: bitcoin, weeks: 1-2, cumulative: 9 %}\n"));
  }
}

TEST_F(Batch, RefusesACalibrationOfOtherVariablesThanTheUniverseHas) {
  ScenarioInput with_file = input({{"a.yaml", kOfFunds}});
  std::ifstream stream(kMarket);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::string schema = "\"ebbtide-calibration/1\",";
  text.replace(text.find(schema), schema.size(), schema + " \"universe\": \"us-spot-etf\",");
  std::ofstream(folder_.file("c.json")) << text;
  with_file.calibration_file = folder_.file("c.json");
  ScenarioBatch batch(with_file);
  const std::vector<std::string> errors = errors_of([&] { batch.bind(BindFor::inspection, Executor(2)); });
  EXPECT_THAT(errors, testing::AllOf(testing::Not(IsEmpty()), testing::Each("0:0 calibration-mismatch")));
}

}  // namespace
}  // namespace ebbtide
