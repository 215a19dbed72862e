#include "backtest/realised_weeks.h"

#include <gtest/gtest.h>

#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_history;

// The history without what was published after a day.
History cut_after(const History& history, Date last) {
  const auto cut = [last](std::vector<Observation> rows) {
    std::erase_if(rows, [last](const Observation& row) { return row.published > last; });
    return rows;
  };
  return {history.universe(),          history.market(), cut(history.flows()), cut(history.aum()),
          history.first_market_week(), history.levels()};
}

TEST(RealisedWeeks, AreThoseOfTheirOwnPublication) {
  const History& history = shipped_history("us-spot-etf");
  const Date week = day("2025-06-06");
  const RealisedWeeks late(history, week, day("2025-06-13"));
  const RealisedWeek* realised = late.find(week);
  ASSERT_NE(realised, nullptr);
  const RealisedWeeks early(cut_after(history, realised->published), week, week);
  ASSERT_NE(early.find(week), nullptr);
  EXPECT_EQ(early.find(week)->flow_musd, realised->flow_musd);
  EXPECT_EQ(*early.find(week)->aum_musd, *realised->aum_musd);
  EXPECT_EQ(early.find(week)->member_flow_musd, realised->member_flow_musd);
  EXPECT_EQ(early.find(day("2025-06-13")), nullptr);
}

TEST(RealisedWeeks, AddUpOverWeeksThatAreAllKnown) {
  const RealisedWeeks realised(shipped_history("us-spot-etf"), day("2025-01-24"), day("2025-02-14"));
  // Sums of flows.csv.
  EXPECT_NEAR(*realised.cumulative_flow({}, day("2025-01-24"), 1), 1897.1, 1e-6);
  EXPECT_NEAR(*realised.cumulative_flow({}, day("2025-01-24"), 4), 1897.1 + 514.2 + 624.0 - 611.9, 1e-6);
  double assets = 0.0;
  for (const char* asset : {"Bitcoin", "Ethereum"})
    assets += *realised.cumulative_flow(margin_key(Dimension::asset, asset), day("2025-01-24"), 4);
  EXPECT_NEAR(assets, *realised.cumulative_flow({}, day("2025-01-24"), 4), 1e-6);
  EXPECT_FALSE(realised.cumulative_flow({}, day("2025-01-24"), 5).has_value());
}

TEST(RealisedWeeks, LeaveOutWeeksThatNobodyPublished) {
  const RealisedWeeks realised(shipped_history("global-etp"), day("2025-03-14"), day("2025-04-04"));
  EXPECT_NE(realised.find(day("2025-03-14")), nullptr);
  EXPECT_EQ(realised.find(day("2025-03-21")), nullptr);
  EXPECT_FALSE(realised.cumulative_flow({}, day("2025-03-14"), 3).has_value());
  EXPECT_TRUE(realised.cumulative_flow({}, day("2025-03-28"), 2).has_value());
  // Published AUM alone counts where cells are not observed.
  EXPECT_FALSE(realised.find(day("2025-03-14"))->aum_musd.has_value());
}

}  // namespace
}  // namespace ebbtide
