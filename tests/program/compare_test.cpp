// `ebbtide compare` from the outside: what it says of real runs, its files and exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/program.h"

namespace ebbtide::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kScenario = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/reverse/base.yaml";
const std::string kCalibration = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/calibrations/var-f2.json";

// A run of a market alone into `folder`/`name`.
std::string run_into(const TemporaryFolder& folder, const std::string& name, const std::vector<std::string>& more) {
  const std::string output = (folder.path() / name).string();
  Call call{.words = {"run", kScenario, "--calibration", kCalibration, "--paths", "3000", "--format", "csv", "--output",
                      output, "--quiet"}};
  call.words.insert(call.words.end(), more.begin(), more.end());
  const Ending ending = run_program(call);
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  return output;
}

Ending compare(const TemporaryFolder& folder, const std::string& first, const std::string& second,
               const std::vector<std::string>& more = {}) {
  Call call{.words = {"compare", first, second, "--output", (folder.path() / "compared").string(), "--force"}};
  call.words.insert(call.words.end(), more.begin(), more.end());
  return run_program(call);
}

TEST(Compare, FindsARunAndItsRepetitionTheSame) {
  const TemporaryFolder folder;
  const std::string first = run_into(folder, "a", {"--threads", "1"});
  const std::string second = run_into(folder, "b", {"--threads", "2"});
  const Ending ending = compare(folder, first, second);
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, StartsWith("Same: every number is the same.\n"));
  EXPECT_THAT(ending.out, Not(HasSubstr("Inputs that differ")));
  EXPECT_THAT(ending.err, HasSubstr("compared/workbook.xlsx"));
  for (const char* name : {"comparison.md", "differences.csv", "side_by_side.csv", "inputs.csv", "workbook.xlsx"}) {
    EXPECT_GT(std::filesystem::file_size(folder.path() / "compared" / name), 0U) << name;
  }
}

TEST(Compare, TakesAnotherSeedForNoise) {
  const TemporaryFolder folder;
  const std::string first = run_into(folder, "a", {"--seed", "1"}), second = run_into(folder, "b", {"--seed", "2"});
  const Ending ending = compare(folder, first, second);
  EXPECT_EQ(ending.exit_code, 0) << ending.out;
  EXPECT_THAT(ending.out, AllOf(StartsWith("Within noise"), HasSubstr("seed: 1 -> 2")));
  // With no allowance for noise the same two runs differ.
  const Ending strict = compare(folder, first, second, {"--noise", "0"});
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_THAT(strict.out, StartsWith("Beyond noise"));
}

TEST(Compare, SaysNoWhereTheScenarioDiffers) {
  const TemporaryFolder folder;
  const std::string first = run_into(folder, "a", {});
  const std::string second = run_into(folder, "b", {"--set", "horizon=4 weeks"});
  const Ending ending = compare(folder, first, second);
  EXPECT_EQ(ending.exit_code, 1) << ending.err;
  EXPECT_THAT(ending.out, AllOf(StartsWith("Different inputs"), HasSubstr("horizon: "), HasSubstr("in one run only")));
}

TEST(Compare, WritesNothingWhenToldSo) {
  const TemporaryFolder folder;
  const std::string run = run_into(folder, "a", {});
  const Ending ending = run_program({"compare", run, run + "/", "--output", "-"});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_EQ(ending.err, "");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Compare, KeepsAnEarlierComparisonUnlessForced) {
  const TemporaryFolder folder;
  const std::string run = run_into(folder, "a", {});
  ASSERT_EQ(compare(folder, run, run).exit_code, 0);
  const Ending refused = run_program({"compare", run, run, "--output", (folder.path() / "compared").string()});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("[output-exists]"));
}

TEST(Compare, TellsEverythingThatIsWrongWithItsArguments) {
  const TemporaryFolder folder;
  const std::string run = run_into(folder, "a", {});
  const Ending nowhere = run_program({"compare", "nowhere", "neither", "--output", "-"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, AllOf(HasSubstr("nowhere: error"), HasSubstr("neither: error"), HasSubstr("[not-a-run]")));
  const Ending words = run_program({"compare", run, "--tolerance", "much", "--noise", "-1", "--pair", "a"});
  EXPECT_EQ(words.exit_code, 2);
  EXPECT_THAT(words.err, AllOf(HasSubstr("takes two results folders, not 1"), HasSubstr("--tolerance needs a number"),
                               HasSubstr("--noise needs a number"), HasSubstr("--pair needs FIRST=SECOND")));
  const Ending pair = run_program({"compare", run, run, "--output", "-", "--pair", "abse=base"});
  EXPECT_EQ(pair.exit_code, 2);
  EXPECT_THAT(pair.err, HasSubstr("has no scenario 'abse'; it has "));
}

}  // namespace
}  // namespace ebbtide::test
