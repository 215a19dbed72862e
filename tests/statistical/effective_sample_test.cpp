// Every shipped scenario: how many of its paths count once its conditions are met. Proposals that miss the true law of
// what is pinned show here first.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/scenario_batch.h"
#include "simulation/block_simulator.h"
#include "support/scenarios.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 4096;
// Views and events weigh after the simulation and are not looked at. With proposals that took evidence for known, the
// nowcast's share was below 0.05.
constexpr double kLeastShare = 0.35;

TEST(EffectiveSample, OfEveryShippedScenarioIsALargePartOfItsPaths) {
  ScenarioInput input;
  input.files = testing::yaml_files(std::string(EBBTIDE_SOURCE_DIR) + "/scenarios");
  input.data_folder = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
  input.overrides = {{"paths", std::to_string(kPaths)}};
  ScenarioBatch batch(input);
  const std::vector<PreparedScenario> prepared = batch.bind(BindFor::simulation, Executor(2));
  ASSERT_GE(prepared.size(), 20U);
  int weighted = 0;
  for (const PreparedScenario& scenario : prepared) {
    const BlockSimulator simulator(scenario.model, scenario.scenario.seed, kPaths);
    std::vector<double> logs;
    for (std::size_t block = 0; block < simulator.block_count(); ++block) {
      simulator.simulate(block, [&](const GroupPaths& group) {
        logs.insert(logs.end(), group.log_weight.begin(), group.log_weight.begin() + static_cast<long>(group.lanes));
      });
    }
    ASSERT_EQ(logs.size(), kPaths);
    const double highest = *std::max_element(logs.begin(), logs.end());
    double sum = 0.0, squares = 0.0;
    for (const double log : logs) {
      const double weight = std::exp(log - highest);
      sum += weight;
      squares += weight * weight;
    }
    const double share = sum * sum / squares / static_cast<double>(kPaths);
    if (share < 1.0) {
      ++weighted;
      std::printf("%-34s %.1f %% of the paths\n", scenario.scenario.name.c_str(), 100.0 * share);
    }
    EXPECT_GT(share, kLeastShare) << scenario.scenario.name;
  }
  EXPECT_GE(weighted, 2);
}

}  // namespace
}  // namespace ebbtide
