#include "backtest/analogues.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::shipped_market;
using fixture::shipped_origin;

// The flow of the shipped past's week `index`, scaled to the origin.
double scaled_flow(std::size_t index) {
  return 0.01 * shipped_origin().opening_aum_musd() * shipped_origin().past[index].flow_percent;
}

// A market that repeats a past week finds that week among its nearest.
TEST(Analogues, FindTheWeekThatIsRepeated) {
  const Origin& origin = shipped_origin();
  const auto& variables = origin.calibration->market.variables;
  for (const std::size_t index : {10U, 25U, 40U}) {
    KnownMarket market = shipped_market(Track::macro_and_prices, 1);
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const auto place = origin.view.market().index_of(variables[i].name);
      market.weeks[0][i] = origin.view.displayed(*place, origin.past[index].week_end);
    }
    const Forecast forecast = Analogues().forecast({origin, market, 1, 100});
    ASSERT_EQ(forecast.flow_musd.size(), 15U);
    EXPECT_NEAR(forecast.flow_musd.front(), scaled_flow(index), 1e-6) << index;
  }
}

TEST(Analogues, LookAtTheWeekBeforeWhereNothingIsKnown) {
  const KnownMarket none = shipped_market(Track::unconditional, 1), macro = shipped_market(Track::macro, 1);
  const Forecast blind = Analogues().forecast({shipped_origin(), none, 1, 100});
  ASSERT_EQ(blind.flow_musd.size(), 15U);
  EXPECT_NE(blind.flow_musd, Analogues().forecast({shipped_origin(), macro, 1, 100}).flow_musd);
}

TEST(Analogues, NeedTwiceAsManyWindowsAsTheyTake) {
  Origin origin = shipped_origin();
  origin.past.erase(origin.past.begin(), origin.past.end() - 29);
  for (auto& flows : origin.past_members) flows.erase(flows.begin(), flows.end() - 29);
  const KnownMarket market = shipped_market(Track::macro, 1);
  EXPECT_TRUE(Analogues().forecast({origin, market, 1, 100}).flow_musd.empty());
}

}  // namespace
}  // namespace ebbtide
