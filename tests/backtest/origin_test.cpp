#include "backtest/origin.h"

#include <gtest/gtest.h>

#include <set>

#include "model/cube.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_history;
using fixture::shipped_market;
using fixture::shipped_origin;

TEST(OriginSeed, DependsOnSeedAndDayAlone) {
  EXPECT_EQ(origin_seed(7, day("2025-06-02")), shipped_origin().seed);
  std::set<std::uint64_t> seeds;
  for (int week = 0; week < 200; ++week) seeds.insert(origin_seed(7, add_weeks(day("2025-06-02"), week)));
  seeds.insert(origin_seed(8, day("2025-06-02")));
  seeds.insert(origin_seed(std::uint64_t{7} | std::uint64_t{1} << 40, day("2025-06-02")));
  EXPECT_EQ(seeds.size(), 202U);
}

TEST(Origin, KnowsTheWeeksBeforeWeekOne) {
  const Origin& origin = shipped_origin();
  EXPECT_EQ(date_text(origin.week_one), "2025-06-06");
  EXPECT_EQ(date_text(origin.past.front().week_end), "2024-04-05");
  EXPECT_EQ(date_text(origin.past.back().week_end), "2025-05-30");
  const PastWeek& last = origin.past.back();
  EXPECT_NEAR(0.01 * last.flow_percent * last.opening_aum_musd, origin.view.flow({}, last.week_end)->value_musd, 1e-9);
  EXPECT_EQ(last.flow_percent_sd, 0.0);
  ASSERT_EQ(origin.past_members.size(), fund_columns(origin.funds()).size());
  // Cells add to their assets in every week.
  for (std::size_t t = 0; t < origin.past.size(); ++t) {
    double bitcoin = 0.0;
    for (const std::size_t c : cells_of(origin.funds(), margin_key(Dimension::asset, "Bitcoin")))
      bitcoin += *origin.past_members[origin.funds().members.size() + c][t];
    EXPECT_NEAR(bitcoin, *origin.past_members[0][t], 1e-6);
  }
  // Ether funds did not exist in the first week.
  EXPECT_EQ(origin.funds().members[1].name, "Ethereum");
  EXPECT_EQ(origin.past_members[1].front(), 0.0);
  EXPECT_EQ(origin.past_members[1].back(),
            origin.view.flow(margin_key(Dimension::asset, "Ethereum"), last.week_end)->value_musd);
}

TEST(KnownMarket, IsWhatTheTrackSays) {
  const auto& variables = shipped_origin().calibration->market.variables;
  const HistoryView later = shipped_history("us-spot-etf").complete();
  const KnownMarket none = shipped_market(Track::unconditional, 2), macro = shipped_market(Track::macro, 2),
                    all = shipped_market(Track::macro_and_prices, 2);
  ASSERT_EQ(none.weeks.size(), 2U);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    EXPECT_FALSE(none.weeks[1][i].has_value());
    EXPECT_EQ(macro.weeks[1][i].has_value(), !variables[i].is_return) << variables[i].name;
    const auto index = later.market().index_of(variables[i].name);
    EXPECT_EQ(all.weeks[1][i], later.displayed(*index, add_weeks(shipped_origin().week_one, 1)));
  }
}

TEST(KnownMarket, HoldsWhatWasPublicAtTheOriginInEveryTrack) {
  // A Friday: the prices of its week are public, its flows are not.
  const Origin friday = make_origin(shipped_history("us-spot-etf"), day("2025-06-06"), 7, {});
  ASSERT_EQ(date_text(friday.week_one), "2025-06-06");
  const KnownMarket known = known_market(friday, shipped_history("us-spot-etf").complete(), Track::unconditional, 2);
  const auto bitcoin = friday.view.market().index_of("bitcoin");
  EXPECT_TRUE(known.weeks[0][*bitcoin].has_value());
  EXPECT_FALSE(known.weeks[1][*bitcoin].has_value());
}

}  // namespace
}  // namespace ebbtide
