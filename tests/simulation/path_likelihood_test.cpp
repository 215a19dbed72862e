#include "simulation/path_likelihood.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/fund_fixture.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

TEST(PathLikelihood, IsThatOfSightingsAndBoundsOfFlowsAndNothingElse) {
  Model model = fixture::model_of(fixture::two_funds(), 2);
  EXPECT_TRUE(PathLikelihood(model).empty());
  FlowCondition seen;
  seen.target = EventTarget::aum;
  seen.week = 2;
  seen.kind = ConditionKind::evidence;
  seen.value = {1000.0, Unit::million_usd};
  seen.sd = 50.0;
  FlowCondition bound;
  bound.target = EventTarget::net_flow;
  bound.week = 1;
  bound.kind = ConditionKind::inequality;
  bound.at_least = 0.0;
  model.flow_conditions = {seen, bound};
  const PathLikelihood likelihood(model);
  EXPECT_FALSE(likelihood.empty());
  const BlockSimulator simulator(model, 3, 1'000);
  std::size_t excluded = 0;
  simulator.simulate(0, [&](const GroupPaths& group) {
    const Lanes log_weights = likelihood.log_weights(group);
    for (std::size_t lane = 0; lane < group.lanes; ++lane) {
      const double aum = group.funds.total.at(1, FundPaths::kAum)[lane];
      const double flow = group.funds.total.at(0, FundPaths::kFlow)[lane];
      const double gap = (aum - 1000.0) / 50.0;
      excluded += flow < 0.0 ? 1 : 0;
      EXPECT_EQ(log_weights[lane], flow < 0.0 ? -INFINITY : group.log_weight[lane] - 0.5 * gap * gap);
    }
  });
  EXPECT_GT(excluded, 0u);
  EXPECT_LT(excluded, kBlockPaths);
}

}  // namespace
}  // namespace ebbtide
