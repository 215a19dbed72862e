#include "simulation/market_sample.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"
#include "support/market_paths.h"

namespace ebbtide {
namespace {

TEST(MarketSample, HoldsThePathsOfARun) {
  const Model model =
      fixture::model_of(fixture::two_lag_market(5.0), 3, {fixture::pin(1, 0, 1.0), fixture::between(2, 1, 0.0, 2.0)});
  constexpr std::size_t kPaths = 1'003;  // neither whole blocks nor whole groups
  const MarketSample sample = draw_market(model, 41, kPaths, Executor(2));
  const auto run = fixture::simulate_weighted(model, 41, kPaths);
  ASSERT_EQ(sample.paths, kPaths);
  for (int week = 0; week < 3; ++week) {
    for (int variable = 0; variable < 2; ++variable) {
      const auto column = sample.column(week, variable);
      const auto& expected = run.values[static_cast<std::size_t>(week * 2 + variable)];
      for (std::size_t path = 0; path < kPaths; ++path) ASSERT_EQ(column[path], static_cast<float>(expected[path]));
    }
  }
  for (std::size_t path = 0; path < kPaths; ++path) ASSERT_EQ(std::exp(sample.log_weight[path]), run.weights[path]);
}

}  // namespace
}  // namespace ebbtide
