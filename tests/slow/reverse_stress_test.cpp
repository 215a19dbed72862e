// `ebbtide reverse` for AUM below 120 bn USD within eight weeks, on the shipped history and from the command line: the
// written scenario, run with another seed, gives the event the probability asked, and none of 1,000 random factor paths
// that give it the same probability is as plausible. What a random factor path is: support/factor_rivals.h.
//
// The step found has the error of three runs of 100,000 paths, the rerun that of one: 4 standard errors of the rerun
// are 3.5 of the difference, left by the program as it is 5 times in 10,000; the seeds are fixed.
#include <algorithm>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "evaluation/scenario_run.h"
#include "support/factor_rivals.h"
#include "support/program.h"
#include "support/scenarios.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 100'000;
constexpr std::uint64_t kOtherSeed = 77;

const std::string kBaseline = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios/baseline.yaml";

PreparedScenario prepared(const std::string& file) {
  Findings findings;
  const auto loaded = testing::load_shipped_scenarios({file}, findings);
  for (const LoadedScenario& each : loaded) {
    if (each.scenario.file != file) continue;
    BatchSource source;
    source.history = [](const std::string& name) { return &fixture::shipped_history(name); };
    source.calibration = fixture::shipped_calibration("global-etp");
    auto batch = prepare_batch({each.scenario}, source, Executor(2), findings);
    if (!batch.empty()) return batch.front();
  }
  throw InputError(findings);
}

const Event& event_of(const Scenario& scenario) {
  return *std::find_if(scenario.events.begin(), scenario.events.end(),
                       [](const Event& event) { return event.name == "aum_below_120bn"; });
}

class AumBelow120 : public ::testing::TestWithParam<int> {};

TEST_P(AumBelow120, HasTheProbabilityAskedAndNoPlausibleRival) {
  const double probability = 0.01 * GetParam();
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "found.yaml").string();
  const test::Ending ending =
      test::run_program({"reverse", kBaseline, "--event", "aum_below_120bn", "--probability",
                         std::to_string(GetParam()) + " %", "--paths", std::to_string(kPaths), "--output", file});
  ASSERT_EQ(ending.exit_code, 0) << ending.err;
  const PreparedScenario base = prepared(kBaseline), found = prepared(file);
  const Event& event = event_of(base.scenario);
  const Executor executor(2);

  const Estimate again = fixture::event_probability(found.model, event, kOtherSeed, kPaths, executor);
  EXPECT_NEAR(again.value, probability, 4.0 * again.standard_error);

  const fixture::FactorRivals rivals(base.model, found.model, event);
  const Plausibility& plausibility = found.plausibility.value();
  EXPECT_NEAR(rivals.found_distance(), *plausibility.distance, 1e-9 * *plausibility.distance);
  const std::vector<fixture::Rival> drawn = rivals.draw(1000, probability, 901, true, executor);
  ASSERT_EQ(drawn.size(), 1000u);
  std::vector<double> of_hits, of_others;
  for (const fixture::Rival& rival : drawn) (rival.happens ? of_hits : of_others).push_back(rival.distance);
  std::sort(of_hits.begin(), of_hits.end());
  std::sort(of_others.begin(), of_others.end());
  ASSERT_EQ(of_hits.size(), 500u);
  EXPECT_GE(of_hits.front(), rivals.found_distance());
  EXPECT_GE(of_others.front(), rivals.found_distance());
  std::printf(
      "P %d %%: rerun %.2f %% +- %.2f; q %.1f, p %.4f; rivals' q on paths with the event from %.1f, median %.1f; "
      "on others from %.1f, median %.1f\n",
      GetParam(), 100.0 * again.value, 100.0 * again.standard_error, rivals.found_distance(), rivals.found_p_value(),
      of_hits.front(), of_hits[250], of_others.front(), of_others[250]);

  // A search that stopped at 0.8 of the way from the mean path would be seen by its probability.
  const Estimate short_of_it = rivals.scaled_found(0.8, kOtherSeed, kPaths, executor);
  EXPECT_GT(std::abs(short_of_it.value - probability), 4.0 * short_of_it.standard_error);
}

INSTANTIATE_TEST_SUITE_P(Probability, AumBelow120, ::testing::Values(10, 50, 90));

}  // namespace
}  // namespace ebbtide
