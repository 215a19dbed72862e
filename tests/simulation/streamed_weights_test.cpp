#include "simulation/streamed_weights.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 5'003;

TEST(StreamedWeights, AreThePathsWeightsToTheBit) {
  const Model model =
      fixture::model_of(fixture::two_lag_market(5.0), 3, {fixture::between(2, 0, -0.5, 4.0), fixture::pin(1, 1, 0.2)});
  const BlockSimulator simulator(model, 4, kPaths);
  const Executor executor(2);
  const Weighting held = weigh_paths(model, simulator, kPaths, executor, nullptr);
  const StreamedWeights streamed(model, simulator, kPaths, executor, nullptr);
  EXPECT_EQ(streamed.diagnostics().effective_sample_size, held.all.effective_sample_size);
  EXPECT_EQ(streamed.diagnostics().log_sum, held.all.log_sum);
  EXPECT_GT(streamed.diagnostics().effective_sample_size, 10.0);
  std::vector<double> weights(kPaths);
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      streamed.weigh(group, std::span(weights).subspan(group.first_path, group.lanes));
    });
  }
  EXPECT_EQ(weights, held.weights);
}

}  // namespace
}  // namespace ebbtide
