// The verbs run, plan, describe and calibrate from the outside: files, progress, signals, thresholds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/program.h"

namespace ebbtide::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::UnorderedElementsAre;

const std::string kScenario = "scenarios/baseline.yaml";

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  return names;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// `run` of the baseline into `folder`/out with few paths, and more words.
Call run_into(const TemporaryFolder& folder, const std::vector<std::string>& more, const std::string& paths = "2000") {
  Call call{.words = {"run", kScenario, "--paths", paths, "--output", (folder.path() / "out").string()}};
  call.words.insert(call.words.end(), more.begin(), more.end());
  return call;
}

TEST(Run, WritesAWholeFolderAndSummarisesOnStandardOutput) {
  const TemporaryFolder folder;
  const Ending ending = run_program(run_into(folder, {}));
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, AllOf(HasSubstr("baseline"), HasSubstr("net flow, week 1"), Not(HasSubstr("\x1b["))));
  EXPECT_THAT(ending.err, AllOf(HasSubstr("simulate: "), HasSubstr("workbook.xlsx"), Not(HasSubstr("\r"))));
  EXPECT_THAT(names_in(folder.path()), UnorderedElementsAre("out"));
  for (const char* name : {"manifest.json", "distribution.csv", "summary.csv", "events.csv", "workbook.xlsx"}) {
    EXPECT_GT(std::filesystem::file_size(folder.path() / "out" / name), 0U) << name;
  }
}

TEST(Run, KeepsAnEarlierRunUnlessForced) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_program(run_into(folder, {"--format", "csv"})).exit_code, 0);
  const std::string before = text_of(folder.path() / "out" / "distribution.csv");
  const Ending refused = run_program(run_into(folder, {"--seed", "7"}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(text_of(folder.path() / "out" / "distribution.csv"), before);
  EXPECT_EQ(run_program(run_into(folder, {"--seed", "7", "--force", "--format", "csv"})).exit_code, 0);
  EXPECT_NE(text_of(folder.path() / "out" / "distribution.csv"), before);
}

TEST(Run, TakesAnotherLawOfTheFlow) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_program(run_into(folder, {"--flow-model", "ar1_t", "--format", "csv"})).exit_code, 0);
  EXPECT_THAT(text_of(folder.path() / "out" / "manifest.json"), HasSubstr("\"flow_model\": \"ar1_t\""));
  const std::string other = text_of(folder.path() / "out" / "distribution.csv");
  ASSERT_EQ(run_program(run_into(folder, {"--force", "--format", "csv"})).exit_code, 0);
  EXPECT_NE(text_of(folder.path() / "out" / "distribution.csv"), other);
  // A calibration with that law gives the same numbers.
  const std::string file = (folder.path() / "c.json").string();
  ASSERT_EQ(run_program({"calibrate", kScenario, "--flow-model", "ar1_t", "--output", file}).exit_code, 0);
  ASSERT_EQ(run_program(run_into(folder, {"--force", "--format", "csv", "--calibration", file})).exit_code, 0);
  EXPECT_EQ(text_of(folder.path() / "out" / "distribution.csv"), other);
  const Ending both = run_program(run_into(folder, {"--calibration", file, "--flow-model", "ar1_t"}));
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("--flow-model and --calibration exclude each other"));
}

TEST(Run, IsSilentWhenQuiet) {
  const TemporaryFolder folder;
  EXPECT_EQ(run_program(run_into(folder, {"--quiet", "--format", "csv"})).err, "");
}

TEST(Run, DrawsABarOnATerminalOnly) {
  const TemporaryFolder folder;
  Call call = run_into(folder, {"--format", "csv"}, "50000");
  call.terminal = true;
  const Ending ending = run_program(call);
  EXPECT_EQ(ending.exit_code, 0) << ending.out;
  EXPECT_THAT(ending.out, AllOf(HasSubstr("\rsimulate ["), HasSubstr("\r\x1b[Ksimulate: ")));
  call.environment.emplace_back("CI=true");
  call.words.emplace_back("--force");
  EXPECT_THAT(run_program(call).out, Not(HasSubstr("\rsimulate [")));
}

TEST(Run, SaysNoWithACodeOfItsOwnWhenAThresholdBreaks) {
  const TemporaryFolder folder;
  const std::string file = folder.write(
      "gate.yaml",
      "schema: ebbtide-scenario/1\nuniverse: global-etp\nas_of: 2026-01-19\nhorizon: 1 week\npaths: 2000\n"
      "events: {any: {aum: total, week: 1, above: 1 m USD}}\nthresholds: [{probability of: any, at most: 10 %}]\n");
  const Ending ending = run_program({"run", file, "--data", "scenarios", "-o", (folder.path() / "out").string(), "-q"});
  EXPECT_EQ(ending.exit_code, 1) << ending.err;
  EXPECT_THAT(names_in(folder.path() / "out"), testing::Contains("manifest.json"));
}

TEST(Run, WritesNothingWhenAnInputIsWrong) {
  const TemporaryFolder folder;
  const Ending ending = run_program(run_into(folder, {"no_such.yaml"}));
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

// Two variables, neither of them called bitcoin, and a universe whose first asset moves with one of them.
TEST(Run, TakesSomebodysOwnMarket) {
  const TemporaryFolder folder;
  const std::string parts = "tests/scenarios/fail/run/parts";
  const std::vector<std::string> own = {parts + "/one/one.yaml", "--data", parts + "/data"};
  const std::string file = (folder.path() / "calibration.json").string();
  Call calibrate{.words = {"calibrate", "--output", file, "--quiet"}};
  calibrate.words.insert(calibrate.words.end(), own.begin(), own.end());
  const Ending calibrated = run_program(calibrate);
  ASSERT_EQ(calibrated.exit_code, 0) << calibrated.err;
  EXPECT_THAT(text_of(file), HasSubstr("\"drawdown_variable\": \"coin\""));
  Call run{.words = {"run", "--paths", "2000", "--calibration", file, "--output", (folder.path() / "out").string()}};
  run.words.insert(run.words.end(), own.begin(), own.end());
  const Ending ending = run_program(run);
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, HasSubstr("net flow, week 1"));
}

TEST(Run, LeavesNothingBehindWhenInterrupted) {
  struct Case {
    int signal;
    int exit_code;
  };
  for (const Case& each : {Case{SIGINT, 130}, Case{SIGTERM, 143}}) {
    const TemporaryFolder folder;
    // Far more paths than there is time for.
    Call call = run_into(folder, {}, "20000000");
    call.terminal = true;
    call.wait_for = "simulate";
    call.then = [&each](pid_t process) { kill(process, each.signal); };
    const Ending ending = run_program(call);
    EXPECT_EQ(ending.exit_code, each.exit_code) << ending.out;
    EXPECT_THAT(ending.out, HasSubstr("interrupted"));
    EXPECT_THAT(names_in(folder.path()), IsEmpty());
  }
}

TEST(Plan, ListsWithoutWriting) {
  const TemporaryFolder folder;
  Call call{
      .words = {"plan", std::string(EBBTIDE_SOURCE_DIR) + "/" + kScenario, "--paths", "123456", "--format", "csv"}};
  call.folder = folder.path().string();
  const Ending ending = run_program(call);
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, AllOf(HasSubstr("baseline,global-etp,2026-01-19,2026-01-23,8,123456,")));
  EXPECT_THAT(ending.err, HasSubstr("nothing was written"));
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

TEST(Plan, CountsWhatWeighsPathsAndThePassThatItTakes) {
  const TemporaryFolder folder;
  const std::string scenarios = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
  const auto planned = [&](const std::string& name, const std::string& lines) {
    const std::string file =
        folder.write(name + ".yaml", "schema: ebbtide-scenario/1\nextends: " + scenarios + "/baseline.yaml\n" + lines);
    return run_program({"plan", file, "--data", scenarios, "--format", "csv", "-q"}).out;
  };
  // ..., paths, conditions, flow_conditions, views, events, baseline, depth, series, samples_mib, passes, disk_mib
  const std::string market = "  - {factor: bitcoin, week: 1, change: -5 %}\n";
  const std::string flow = "  - {flow: total, week: 1, value: -1 bn USD}\n";
  const std::string view = "views:\n  - {probability of: outflow_week, at least: 90 %}\n";
  EXPECT_THAT(planned("market", "conditions:\n" + market), MatchesRegex("(.|\n)*,8,100000,1,0,0,[^\n]*,1,[0-9.]+\n"));
  EXPECT_THAT(planned("flow", "conditions:\n" + market + flow),
              MatchesRegex("(.|\n)*,8,100000,1,1,0,[^\n]*,2,[0-9.]+\n"));
  EXPECT_THAT(planned("view", view), MatchesRegex("(.|\n)*,8,100000,0,0,1,[^\n]*,2,[0-9.]+\n"));
}

TEST(Describe, TellsTheOriginOfEveryValue) {
  const Ending ending = run_program({"describe", kScenario, "--seed", "5"});
  EXPECT_EQ(ending.exit_code, 2);
  const Ending with_set = run_program({"describe", kScenario, "--set", "seed=5", "--format", "csv"});
  EXPECT_EQ(with_set.exit_code, 0) << with_set.err;
  EXPECT_THAT(with_set.out,
              AllOf(HasSubstr("baseline,seed,5,'--set"), HasSubstr("baseline,horizon,8 weeks," + kScenario + ":")));
}

TEST(Calibrate, WritesJsonThatRunReadsBack) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "calibration.json").string();
  ASSERT_EQ(run_program({"calibrate", kScenario, "--output", file, "-q"}).exit_code, 0);
  ASSERT_EQ(run_program(run_into(folder, {"--format", "csv", "--calibration", file})).exit_code, 0);
  const std::string given = text_of(folder.path() / "out" / "distribution.csv");
  ASSERT_EQ(run_program(run_into(folder, {"--format", "csv", "--force"})).exit_code, 0);
  EXPECT_EQ(given, text_of(folder.path() / "out" / "distribution.csv"));
}

}  // namespace
}  // namespace ebbtide::test
