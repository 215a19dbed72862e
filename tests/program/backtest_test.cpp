// The verb backtest from the outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/program.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

const std::string kDefinition =
    "schema: ebbtide-backtest/1\ntitle: Two weeks\nuniverse: us-spot-etf\n"
    "origins: {from: 2025-06-02, to: 2025-06-09}\nhorizons: [1 week, 2 weeks]\ntracks: [U, MP]\n"
    "levels: [total, assets]\npaths: 200\nseed: 5\nrivals: [climatology_52, ar1_t]\nscores: [crps, pit, energy]\n";

class Backtest : public ::testing::Test {
 protected:
  // Runs on a definition of this text; `more` follows.
  Ending run(const std::string& text, const std::vector<std::string>& more) {
    std::ofstream(folder_.file("weeks.yaml")) << text;
    std::vector<std::string> words = {"backtest", folder_.file("weeks.yaml"), "--data",
                                      std::string(EBBTIDE_SOURCE_DIR) + "/scenarios"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  }
  std::string file(const std::string& name) const { return folder_.file(name); }

 private:
  ebbtide::TemporaryFolder folder_;
};

TEST_F(Backtest, WritesTheSameScoresForAnyNumberOfThreads) {
  const Ending one = run(kDefinition, {"--output", file("one"), "--threads", "1"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("Two weeks"));
  EXPECT_THAT(one.out, HasSubstr("net flow of assets"));
  EXPECT_THAT(one.err, HasSubstr("leak check: 3 models in 2 tracks, no forecast moved"));
  const Ending two = run(kDefinition, {"--output", file("two"), "--threads", "3", "--quiet"});
  ASSERT_EQ(two.exit_code, 0) << two.err;
  EXPECT_EQ(two.err, "");
  EXPECT_EQ(one.out, two.out);
  for (const char* name : {"scores.csv", "skill.csv", "coverage.csv", "origins.csv", "dictionary.json"}) {
    ASSERT_TRUE(fs::exists(file("one") + "/" + name)) << name;
    EXPECT_EQ(*read_file(file("one") + "/" + name), *read_file(file("two") + "/" + name)) << name;
  }
  EXPECT_THAT(*read_file(file("one") + "/manifest.json"), HasSubstr("\"from\": \"2025-06-02\""));
}

TEST_F(Backtest, WritesWhatItsOriginsKnew) {
  ASSERT_EQ(run(kDefinition, {"--output", file("out"), "--origin-weeks", "--quiet"}).exit_code, 0);
  const std::string weeks = *read_file(file("out") + "/origin_weeks.csv");
  EXPECT_THAT(weeks, HasSubstr("us-spot-etf,2025-06-02,0,2025-05-30,"));
  EXPECT_THAT(weeks, HasSubstr("\nus-spot-etf,2025-06-02,2,2025-06-13,,,")) << "no flow ahead";
  EXPECT_THAT(*read_file(file("out") + "/dictionary.json"), HasSubstr("origin_weeks"));
}

TEST_F(Backtest, ReportsEveryFindingOfItsFileWithItsPlace) {
  const Ending ending =
      run("schema: ebbtide-backtest/1\ntitle: Two weeks\nuniverse: us-spot-etf\n"
          "origins: {from: 2025-06-02, to: 2025-06-09}\nhorizons: [1 week]\ntracks: [U, X]\n"
          "levels: [totals]\npaths: 200\nseed: 5\nrivals: [climatology_52]\nscores: [crps]\n",
          {"--output", file("out")});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, HasSubstr("weeks.yaml:6:13: error: 'X' in 'tracks' [unknown-value]"));
  EXPECT_THAT(ending.err, HasSubstr("did you mean 'total'?"));
  EXPECT_FALSE(fs::exists(file("out")));
}

TEST_F(Backtest, RefusesATakenOutputAndAnUnknownUniverseBeforeItWorks) {
  fs::create_directory(file("out"));
  std::ofstream(file("out") + "/notes.txt") << "mine";
  std::string unknown = kDefinition;
  unknown.replace(unknown.find("us-spot-etf"), 11, "us-spot-eft");
  const Ending ending = run(unknown, {"--output", file("out")});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, HasSubstr("[output-exists]"));
  EXPECT_THAT(ending.err, HasSubstr("did you mean 'us-spot-etf'?"));
  EXPECT_THAT(ending.err, Not(HasSubstr("leak check")));
}

TEST_F(Backtest, HasNothingToDoWhereNothingCame) {
  std::string later = kDefinition;
  later.replace(later.find("2025-06-02"), 10, "2026-04-06");
  later.replace(later.find("2025-06-09"), 10, "2026-04-13");
  const Ending ending = run(later, {"--output", file("out")});
  EXPECT_EQ(ending.exit_code, 5) << ending.err;
  EXPECT_FALSE(fs::exists(file("out")));
}

TEST_F(Backtest, ChecksItsOptions) {
  const Ending ending = run(kDefinition, {"--paths", "7", "--output", "-"});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, HasSubstr("option --paths needs a whole number from 100 to 100000"));
  EXPECT_THAT(ending.err, HasSubstr("option --output needs a folder"));
}

// What the workflows of docs/ci.md rely on.
TEST_F(Backtest, GatesAgainstACommittedBaseline) {
  const std::string gated = kDefinition + "gates: {scores: [crps, energy], floor: 2 %, errors: 2}\n";
  Ending ending = run(gated, {"--output", file("no"), "--quiet"});
  EXPECT_EQ(ending.exit_code, 2) << "no baseline yet";
  EXPECT_FALSE(fs::exists(file("no")));
  ending = run(gated, {"--output", file("first"), "--update-baseline", "--reason", "first scores", "--quiet"});
  ASSERT_EQ(ending.exit_code, 0) << ending.err;
  const std::string baseline = *read_file(file("baseline.json"));
  EXPECT_THAT(baseline, HasSubstr("\"reason\": \"first scores\""));

  ending = run(gated, {"--output", file("same")});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.err, HasSubstr("gates: 14 of 14 hold"));
  EXPECT_EQ(*read_file(file("baseline.json")), baseline) << "judging moves nothing";
  for (const char* name : {"gates.csv", "junit.xml", "summary.md", "benchmark.json"})
    EXPECT_TRUE(fs::exists(file("same") + "/" + name)) << name;

  // Every score of the past below 1 is now a tenth of what it was.
  std::string lower = baseline;
  for (std::size_t at = lower.find(" 0."); at != std::string::npos; at = lower.find(" 0.", at + 1))
    lower.replace(at, 3, " 0.0");
  std::ofstream(file("baseline.json")) << lower;
  ending = run(gated, {"--output", file("worse")});
  EXPECT_EQ(ending.exit_code, 1);
  EXPECT_THAT(ending.err, HasSubstr("worse: "));
  EXPECT_TRUE(fs::exists(file("worse") + "/junit.xml")) << "the report is there all the same";
  EXPECT_THAT(*read_file(file("worse") + "/junit.xml"), HasSubstr("<failure message="));
}

TEST_F(Backtest, RefusesABaselineThatMovesWithoutAReason) {
  EXPECT_EQ(run(kDefinition, {"--update-baseline"}).exit_code, 2);
  EXPECT_EQ(run(kDefinition, {"--reason", "why"}).exit_code, 2);
  EXPECT_EQ(run(kDefinition, {"--update-baseline", "--reason", ""}).exit_code, 2);
  const Ending ending = run(kDefinition, {"--update-baseline", "--reason", "why", "--output", file("none")});
  EXPECT_EQ(ending.exit_code, 2);
  EXPECT_THAT(ending.err, HasSubstr("[baseline-without-gates]"));
}

}  // namespace
}  // namespace ebbtide::test
