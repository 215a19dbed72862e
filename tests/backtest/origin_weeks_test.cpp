#include "backtest/origin_weeks.h"

#include <gtest/gtest.h>

#include "backtest/flow_carrier.h"
#include "core/contract.h"
#include "support/backtest_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_market;
using fixture::shipped_origin;

TEST(OriginWeeks, AreThePastAndTheReturnsAhead) {
  const Origin& origin = shipped_origin();
  const KnownMarket prices = shipped_market(Track::macro_and_prices, 2);
  const std::vector<OriginWeek> weeks = weeks_of(origin, prices, 2);
  ASSERT_EQ(weeks.size(), origin.past.size() + 2);
  for (std::size_t i = 1; i < weeks.size(); ++i) EXPECT_EQ(weeks[i].week, weeks[i - 1].week + 1);
  const OriginWeek& last = weeks[origin.past.size() - 1];
  EXPECT_EQ(last.week, 0);
  EXPECT_EQ(last.week_end, day("2025-05-30"));
  EXPECT_EQ(*last.flow_percent, origin.past.back().flow_percent);
  EXPECT_EQ(*last.return_percent, origin.past.back().return_percent);
  const std::vector<double> returns = held_returns({origin, prices, 2});
  EXPECT_EQ(weeks.back().week_end, day("2025-06-13"));
  EXPECT_EQ(*weeks.back().return_percent, returns.back());
  EXPECT_FALSE(weeks.back().flow_percent.has_value());
}

// Without the prices of every week there is no return ahead.
TEST(OriginWeeks, LeaveOutReturnsThatNobodyKnows) {
  KnownMarket prices = shipped_market(Track::macro_and_prices, 2);
  for (auto& value : prices.weeks[1]) value.reset();
  const std::vector<OriginWeek> weeks = weeks_of(shipped_origin(), prices, 2);
  EXPECT_FALSE(weeks.back().return_percent.has_value());
  EXPECT_THROW(weeks_of(shipped_origin(), shipped_market(Track::macro, 2), 2), InternalError);
}

TEST(OriginWeeks, AreATable) {
  const std::vector<OriginWeek> weeks = {{day("2025-06-02"), 0, day("2025-05-30"), 1.5, 0.0, -2.0},
                                         {day("2025-06-02"), 1, day("2025-06-06"), {}, {}, 0.5}};
  EXPECT_EQ(csv_text(origin_weeks_table(fixture::small_backtest(), weeks)),
            "universe,origin,week,week_end,flow,flow_sd,return\n"
            "us-spot-etf,2025-06-02,0,2025-05-30,1.5,0,-2\n"
            "us-spot-etf,2025-06-02,1,2025-06-06,,,0.5\n");
}

}  // namespace
}  // namespace ebbtide
