#include "backtest/past_rivals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "model/cube.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::origin_with_past;
using fixture::shipped_market;
using fixture::shipped_origin;

std::vector<double> counted(int count) {
  std::vector<double> flows(static_cast<std::size_t>(count));
  std::iota(flows.begin(), flows.end(), 1.0);
  return flows;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(PastWindows, LieWhollyInTheLatestWeeks) {
  const Origin origin = origin_with_past(counted(10));
  EXPECT_EQ(past_windows_of(origin, 1, 0).size(), 10U);
  EXPECT_EQ(past_windows_of(origin, 3, 0).size(), 8U);
  EXPECT_EQ(past_windows_of(origin, 3, 5), (std::vector<std::size_t>{5, 6, 7}));
  EXPECT_TRUE(past_windows_of(origin, 11, 0).empty());
}

TEST(Climatology, IsWhatPastWindowsBrought) {
  const Origin origin = origin_with_past(counted(10));
  const KnownMarket market = shipped_market(Track::unconditional, 2);
  const Forecast forecast = Climatology(0, RivalStream::climatology).forecast({origin, market, 2, 77});
  const double percent = 0.01 * origin.opening_aum_musd();
  ASSERT_EQ(forecast.flow_musd.size(), 9U);
  for (std::size_t i = 0; i < 9; ++i)
    EXPECT_NEAR(forecast.flow_musd[i], percent * (2.0 * static_cast<double>(i) + 3.0), 1e-9);
  EXPECT_DOUBLE_EQ(forecast.aum_musd.front(), origin.opening_aum_musd());
  EXPECT_TRUE(forecast.member_flow_musd.empty());
  EXPECT_TRUE(Climatology(0, RivalStream::climatology)
                  .forecast({origin_with_past(counted(8)), market, 2, 77})
                  .flow_musd.empty());
}

TEST(Climatology, MeasuresAWindowByTheAumItOpenedWith) {
  Origin origin = origin_with_past(counted(9));
  origin.past[0].opening_aum_musd = 500.0;  // a window that opens small: its second week is twice as large
  const KnownMarket market = shipped_market(Track::unconditional, 2);
  const Forecast forecast = Climatology(0, RivalStream::climatology).forecast({origin, market, 2, 77});
  EXPECT_NEAR(forecast.flow_musd.front(), 0.01 * origin.opening_aum_musd() * (1.0 + 2.0 * 2.0), 1e-9);
  EXPECT_NEAR(forecast.aum_musd.front(), 2.0 * origin.opening_aum_musd(), 1e-9);
}

TEST(Climatology, DrawsWeeksThatNobodyPublishedAroundTheirMean) {
  Origin origin = origin_with_past(counted(10));
  origin.past[4].flow_percent_sd = 0.5;
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  const Forecast forecast = Climatology(0, RivalStream::climatology).forecast({origin, market, 1, 77});
  const double percent = 0.01 * origin.opening_aum_musd();
  EXPECT_NE(forecast.flow_musd[4], percent * 5.0);
  EXPECT_NEAR(forecast.flow_musd[4], percent * 5.0, percent * 2.5);
  EXPECT_DOUBLE_EQ(forecast.flow_musd[3], percent * 4.0);
}

TEST(Climatology, OfShippedMembersAddsUpToTheTotal) {
  const KnownMarket market = shipped_market(Track::unconditional, 4);
  const Forecast forecast = Climatology(52, RivalStream::climatology_52).forecast({shipped_origin(), market, 4, 1});
  ASSERT_EQ(forecast.flow_musd.size(), 49U);
  ASSERT_EQ(forecast.member_flow_musd.size(), fund_columns(shipped_origin().funds()).size());
  for (std::size_t i = 0; i < forecast.flow_musd.size(); ++i) {
    double assets = 0.0;
    for (std::size_t m = 0; m < shipped_origin().funds().members.size(); ++m) {
      if (shipped_origin().funds().members[m].dimension == Dimension::asset) assets += forecast.member_flow_musd[m][i];
    }
    EXPECT_NEAR(assets, forecast.flow_musd[i], 1e-6 * std::abs(assets) + 1e-6);
  }
}

TEST(LowFlow, IsTheLowestTenthOfWindows) {
  const Origin origin = origin_with_past(counted(30));
  EXPECT_NEAR(*low_flow(origin, 1), 0.01 * origin.opening_aum_musd() * 4.0, 1e-9);
  EXPECT_FALSE(low_flow(origin_with_past(counted(19)), 1).has_value());
}

TEST(SureRivals, SayOneNumber) {
  const Origin origin = origin_with_past({1.0, 3.0});
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  const ForecastTask task{origin, market, 1, 100};
  for (const double flow : ZeroFlow().forecast(task).flow_musd) EXPECT_EQ(flow, 0.0);
  const std::vector<double> last = LastFlow().forecast(task).flow_musd;
  ASSERT_EQ(last.size(), 2U);
  for (const double flow : last) EXPECT_DOUBLE_EQ(flow, 0.03 * origin.opening_aum_musd());
}

TEST(BlockBootstrap, KeepsTheMeanAndTheWeeksOfRunsTogether) {
  const KnownMarket market = shipped_market(Track::unconditional, 4);
  Origin origin = origin_with_past({});
  for (int t = 0; t < 200; ++t)
    origin.past.push_back({origin.week_one, t < 100 ? 1.0 : -1.0, 0.0, 0.0, 1000.0, 1000.0});
  const Forecast forecast = BlockBootstrap().forecast({origin, market, 4, 8000});
  const double percent = 0.01 * origin.opening_aum_musd();
  double squares = 0.0;
  for (const double flow : forecast.flow_musd) squares += std::pow(flow / percent, 2) / 8000.0;
  // Weeks of one sign follow each other with probability 3/4 and else either: correlation 3/4 per week, variance of the
  // sum 4 + 2 (3 0.75 + 2 0.5625 + 0.4219) = 11.6; of independent weeks it would be 4.
  EXPECT_NEAR(squares, 11.6, 0.7);
  EXPECT_NEAR(mean_of(forecast.flow_musd) / percent, 0.0, 0.25);
}

TEST(AumRandomWalk, SpreadsWithTheRootOfTime) {
  Origin origin = origin_with_past(counted(40));
  for (std::size_t t = 0; t < origin.past.size(); ++t)
    origin.past[t].closing_aum_musd = 1000.0 * std::exp(t % 2 == 0 ? 0.05 : -0.05);
  const KnownMarket market = shipped_market(Track::unconditional, 4);
  const Forecast forecast = AumRandomWalk().forecast({origin, market, 4, 8000});
  EXPECT_TRUE(forecast.flow_musd.empty());
  double squares = 0.0;
  for (const double aum : forecast.aum_musd) squares += std::pow(std::log(aum / origin.opening_aum_musd()), 2) / 8000.0;
  EXPECT_NEAR(std::sqrt(squares), 0.10, 0.004);  // five standard errors of 0.1 / sqrt(16,000)
}

TEST(AumShares, GiveTheTotalToMembersByTheirAum) {
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  Forecast engine;
  engine.group_size = 8;
  engine.flow_musd = {1000.0, -500.0};
  const Forecast forecast = AumShares().forecast({shipped_origin(), market, 1, 2, &engine});
  EXPECT_EQ(forecast.group_size, 8U);
  const auto& members = shipped_origin().funds().members;
  double assets = 0.0, bitcoin = 0.0, held = 0.0;
  for (std::size_t m = 0; m < members.size(); ++m) {
    if (members[m].dimension != Dimension::asset) continue;
    assets += forecast.member_flow_musd[m][1];
    held += members[m].opening_aum_musd;
    if (members[m].name == "Bitcoin") bitcoin = members[m].opening_aum_musd;
  }
  EXPECT_NEAR(assets, -500.0, 1e-9);
  EXPECT_NEAR(forecast.member_flow_musd[0][0], 1000.0 * bitcoin / held, 1e-9);
  const std::vector<FundColumn> columns = fund_columns(shipped_origin().funds());
  double cells = 0.0;
  for (std::size_t i = members.size(); i < columns.size(); ++i) cells += forecast.member_flow_musd[i][1];
  EXPECT_NEAR(cells, -500.0, 1e-9);
}

TEST(RecentShares, GiveTheTotalAsTheLastFourWeeksDid) {
  Origin origin = shipped_origin();
  const KnownMarket market = shipped_market(Track::unconditional, 1);
  Forecast engine;
  engine.flow_musd = {1000.0, -500.0};
  double total = 0.0, bitcoin = 0.0;
  for (std::size_t t = origin.past.size() - 4; t < origin.past.size(); ++t) {
    total += 0.01 * origin.past[t].flow_percent * origin.past[t].opening_aum_musd;
    bitcoin += *origin.past_members[0][t];
  }
  const Forecast forecast = RecentShares().forecast({origin, market, 1, 2, &engine});
  EXPECT_NEAR(forecast.member_flow_musd[0][0], 1000.0 * bitcoin / total, 1e-9 * std::abs(bitcoin / total) * 1000.0);
  const std::size_t members = origin.funds().members.size();
  double cells = 0.0;
  for (std::size_t i = members; i < forecast.member_flow_musd.size(); ++i) cells += forecast.member_flow_musd[i][1];
  EXPECT_NEAR(cells, -500.0, 1e-6);
  // A member with an unknown week has none.
  origin.past_members[0].back().reset();
  EXPECT_TRUE(RecentShares().forecast({origin, market, 1, 2, &engine}).member_flow_musd[0].empty());
}

}  // namespace
}  // namespace ebbtide
