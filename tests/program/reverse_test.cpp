// `ebbtide reverse` from the command line: the scenario it writes is one that runs.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "math/special.h"
#include "support/program.h"
#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kScenario = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/reverse/base.yaml";
const std::string kCalibration = std::string(EBBTIDE_SOURCE_DIR) + "/tests/program/calibrations/var-f2.json";

TEST(Reverse, WritesAScenarioThatRuns) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "found.yaml").string();
  const Ending found = run_program({"reverse", kScenario, "--calibration", kCalibration, "--event", "low",
                                    "--probability", "50 %", "--carrier", "y2", "--output", file});
  ASSERT_EQ(found.exit_code, 0) << found.err;
  const std::string text = ebbtide::testing::file_text(file);
  // The distance of one direction is one normal's: its share of the model's paths follows from q.
  const std::string lead = "# Plausibility: distance q ";
  ASSERT_THAT(text, HasSubstr(lead));
  const double q = std::stod(text.substr(text.find(lead) + lead.size()));
  const std::string share_lead = "As far out lie ";
  ASSERT_THAT(text, HasSubstr(share_lead));
  const double share = std::stod(text.substr(text.find(share_lead) + share_lead.size()));
  EXPECT_NEAR(share, 100.0 * normal_cdf(-std::sqrt(q)), 100.0 * 0.05 * 0.3);  // q is rounded to 0.1
  EXPECT_THAT(text, HasSubstr("{factor: y2, change: ["));
  const Ending run = run_program(
      {"run", file, "--calibration", kCalibration, "--seed", "5", "--output", (folder.path() / "out").string()});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("low "));
}

// The search would end with unreachable-event: it is not begun.
TEST(Reverse, LooksAtItsTargetBeforeItSearches) {
  const TemporaryFolder folder;
  const std::string file = folder.write("kept.yaml", "kept\n");
  const auto reverse_to = [&](const std::string& output, const std::vector<std::string>& more) {
    std::vector<std::string> words = {"reverse", kScenario,       "--calibration", kCalibration, "--event",
                                      "never",   "--probability", "50 %",          "--output",   output};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  };
  const Ending kept = reverse_to(file, {});
  EXPECT_EQ(kept.exit_code, 2);
  EXPECT_THAT(kept.err, HasSubstr("exists; --force replaces it"));
  EXPECT_THAT(kept.err, Not(HasSubstr("unreachable-event")));
  EXPECT_THAT(reverse_to(file, {"--force"}).err, HasSubstr("[unreachable-event]"));
  const Ending nowhere = reverse_to((folder.path() / "none" / "found.yaml").string(), {});
  EXPECT_EQ(nowhere.exit_code, 3);
  EXPECT_THAT(nowhere.err, HasSubstr("there is no folder"));
  const Ending over_folder = reverse_to(folder.path().string(), {"--force"});
  EXPECT_EQ(over_folder.exit_code, 2);
  EXPECT_THAT(over_folder.err, HasSubstr("is a folder"));
}

TEST(Reverse, SaysWhatIsMissing) {
  const Ending none = run_program({"reverse", kScenario, "--calibration", kCalibration});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("--event is missing"));
  EXPECT_THAT(none.err, HasSubstr("--probability is missing"));
  const Ending misspelt =
      run_program({"reverse", kScenario, "--calibration", kCalibration, "--event", "lwo", "--probability", "50 %"});
  EXPECT_EQ(misspelt.exit_code, 2);
  EXPECT_THAT(misspelt.err, HasSubstr("did you mean 'low'?"));
  const Ending out_of_range =
      run_program({"reverse", kScenario, "--calibration", kCalibration, "--event", "never", "--probability", "50 %"});
  EXPECT_EQ(out_of_range.exit_code, 2);
  EXPECT_THAT(out_of_range.err, HasSubstr("[unreachable-event]"));
}

}  // namespace
}  // namespace ebbtide::test
