#include "backtest/flow_spread.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::origin_with_past;

TEST(FlowSpread, IsTheStandardDeviationOfPastWindows) {
  std::vector<double> flows;
  for (int t = 0; t < 30; ++t) flows.push_back(t % 2 == 0 ? 1.0 : -1.0);
  const Origin origin = origin_with_past(flows);
  const double percent = 0.01 * origin.opening_aum_musd();
  EXPECT_NEAR(*flow_spread(origin, 1), percent * std::sqrt(30.0 / 29.0), 1e-9 * percent);
  // Two weeks together bring nothing, always.
  EXPECT_FALSE(flow_spread(origin, 2).has_value());
  flows.resize(19);
  EXPECT_FALSE(flow_spread(origin_with_past(flows), 1).has_value());
}

}  // namespace
}  // namespace ebbtide
