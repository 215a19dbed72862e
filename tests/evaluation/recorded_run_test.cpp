#include "evaluation/recorded_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/recorded_runs.h"

namespace ebbtide {
namespace {

using fixture::RunFiles;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> codes_of(const std::string& folder) {
  Findings findings;
  EXPECT_FALSE(load_recorded_run(folder, findings));
  std::vector<std::string> codes;
  for (const Finding& finding : findings.sorted()) codes.push_back(finding.code);
  return codes;
}

TEST(RecordedRun, HasTheNumbersOfItsTablesWithTheirErrors) {
  const TemporaryFolder temporary;
  const std::string folder = fixture::write_run_files(temporary, "a", fixture::small_run("100.5", "-60"));
  Findings findings;
  const auto run = load_recorded_run(folder, findings);
  ASSERT_TRUE(run) << render(findings, false);
  EXPECT_EQ(run->run_sha256, "f00");
  EXPECT_THAT(scenario_names(*run), ElementsAre("cuts"));
  ASSERT_EQ(run->tables.size(), 2U);
  const RecordedTable& summary = run->tables.front();
  EXPECT_EQ(summary.shape->name, "summary");
  ASSERT_EQ(summary.rows.size(), 2U);
  EXPECT_EQ(summary.rows[1].key.asset, "Bitcoin");
  EXPECT_EQ(summary.rows[1].key.week_end, "2026-01-23");
  EXPECT_EQ(summary.rows[1].key.unit, "musd");
  ASSERT_EQ(summary.rows[0].values.size(), 12U);
  EXPECT_EQ(summary.rows[0].values[0].value, 100.5);
  EXPECT_EQ(summary.rows[0].values[0].standard_error, 2.0);
  const RecordedTable& events = run->tables.back();
  EXPECT_EQ(events.rows[0].key.item, "outflow");
  EXPECT_EQ(events.rows[0].values[0].value, 0.25);
  EXPECT_FALSE(events.rows[0].values[1].value);  // unknown
}

TEST(RecordedRun, OfABacktestHasItsScores) {
  const TemporaryFolder temporary;
  RunFiles files;
  files.tables["scores"] =
      "universe,model,track,origin,horizon,level,member,target,crps,energy,log\n"
      "u,ebbtide,MP,2025-01-06,4,total,,cumulative_net_flow,0.5,,-0.25\n";
  Findings findings;
  const auto run = load_recorded_run(fixture::write_run_files(temporary, "a", files), findings);
  ASSERT_TRUE(run) << render(findings, false);
  EXPECT_THAT(run->tables, IsEmpty());
  ASSERT_EQ(run->scores.size(), 2U) << "an empty field is no score";
  EXPECT_EQ(run->scores[1].key.series, "log");
  EXPECT_EQ(run->scores[1].value, -0.25);
  EXPECT_EQ(run->scores[0].key.item, "ebbtide: MP: 4: total");
  EXPECT_EQ(run->scores[0].key.series, "crps");
  EXPECT_EQ(run->scores[0].horizon, 4);
  EXPECT_EQ(run->scores[0].origin, "2025-01-06");
  EXPECT_EQ(run->scores[0].value, 0.5);
}

TEST(RecordedRun, KeepsPairedScenariosUnderTheirNewNames) {
  const TemporaryFolder temporary;
  Findings findings;
  auto run = load_recorded_run(fixture::write_run_files(temporary, "a", fixture::small_run("1", "2")), findings);
  ASSERT_TRUE(run);
  RecordedRun none = *run;
  keep_scenarios(*run, {{"cuts", "base"}});
  EXPECT_THAT(scenario_names(*run), ElementsAre("base"));
  EXPECT_EQ(run->tables[0].rows[0].key.scenario, "base");
  keep_scenarios(none, {{"other", "base"}});
  EXPECT_THAT(scenario_names(none), IsEmpty());
  EXPECT_THAT(none.tables[0].rows, IsEmpty());
}

TEST(RecordedRun, RefusesWhatIsNoRun) {
  const TemporaryFolder temporary;
  EXPECT_THAT(codes_of(temporary.file("nowhere")), ElementsAre("not-a-run"));
  std::filesystem::create_directory(temporary.file("empty"));
  EXPECT_THAT(codes_of(temporary.file("empty")), ElementsAre("not-a-run"));
  write_file(temporary.file("empty") + "/manifest.json", "{\"schema\": \"ebbtide-manifest/1\", \"comparison\": {}}");
  EXPECT_THAT(codes_of(temporary.file("empty")), ElementsAre("not-a-run"));
  write_file(temporary.file("empty") + "/manifest.json", "{\"schema\": ");
  EXPECT_THAT(codes_of(temporary.file("empty")), ElementsAre("json-syntax"));
  EXPECT_THAT(codes_of(fixture::write_run_files(temporary, "xlsx-only", {})), ElementsAre("not-a-run"));
}

TEST(RecordedRun, TellsEverythingThatIsWrongWithItsTables) {
  const TemporaryFolder temporary;
  RunFiles files = fixture::small_run("100", "many");
  files.tables["events"] = "scenario,name\ncuts,x\n";
  const std::string folder = fixture::write_run_files(temporary, "a", files);
  const std::vector<std::string> codes = codes_of(folder);
  EXPECT_EQ(std::count(codes.begin(), codes.end(), "unexpected-header"), 3);  // event, probability, delta
  EXPECT_EQ(std::count(codes.begin(), codes.end(), "invalid-number"), 12);
  std::filesystem::remove(folder + "/events.csv");
  EXPECT_THAT(codes_of(folder), testing::Contains("unreadable-file"));
}

}  // namespace
}  // namespace ebbtide
