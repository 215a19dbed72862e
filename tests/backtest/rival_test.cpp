#include "backtest/rival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "backtest/engine_forecast.h"
#include "core/contract.h"
#include "model/cube.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::shipped_market;
using fixture::shipped_origin;

TEST(Rivals, AnswerToTheirNames) {
  const std::vector<std::string> names = rival_names();
  EXPECT_EQ(names.size(), 13U);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  for (const std::string& name : names) EXPECT_EQ(make_rival(name)->name(), name);
  EXPECT_THROW(make_rival("nobody"), InternalError);
}

TEST(Rivals, ForecastTheShippedWeeksInFiniteReproducibleDraws) {
  for (const Track track : {Track::unconditional, Track::macro, Track::macro_and_prices}) {
    const KnownMarket market = shipped_market(track, 2);
    const Forecast engine = engine_forecasts(shipped_origin(), market, {2}, 100).front();
    const ForecastTask task{shipped_origin(), market, 2, 100, &engine};
    for (const std::string& name : rival_names()) {
      const auto rival = make_rival(name);
      if (!rival->competes_in(track)) continue;
      const Forecast first = rival->forecast(task), again = rival->forecast(task);
      EXPECT_EQ(first.flow_musd, again.flow_musd) << name;
      EXPECT_EQ(first.aum_musd, again.aum_musd) << name;
      EXPECT_EQ(first.member_flow_musd, again.member_flow_musd) << name;
      EXPECT_GT(first.flow_musd.size() + first.aum_musd.size() + first.member_flow_musd.size(), 0U) << name;
      for (const double flow : first.flow_musd) EXPECT_TRUE(std::isfinite(flow)) << name;
      for (const double aum : first.aum_musd) EXPECT_GE(aum, 0.0) << name;
      if (!first.member_flow_musd.empty()) {
        EXPECT_EQ(first.member_flow_musd.size(), fund_columns(shipped_origin().funds()).size()) << name;
      }
    }
  }
}

TEST(Rivals, ThatClaimToBeTheSameInEveryTrackAre) {
  const KnownMarket none = shipped_market(Track::unconditional, 2), all = shipped_market(Track::macro_and_prices, 2);
  int same = 0;
  for (const std::string& name : rival_names()) {
    const auto rival = make_rival(name);
    if (rival->differs_by_track()) continue;
    ++same;
    EXPECT_EQ(rival->forecast({shipped_origin(), none, 2, 100}).flow_musd,
              rival->forecast({shipped_origin(), all, 2, 100}).flow_musd)
        << name;
  }
  EXPECT_EQ(same, 4);
}

TEST(RivalDraws, HaveAStreamForEveryRivalAndHorizon) {
  const KnownMarket market = shipped_market(Track::unconditional, 2);
  std::set<std::uint32_t> words;
  for (const RivalStream stream : {RivalStream::climatology, RivalStream::ar1_t, RivalStream::aum_random_walk}) {
    for (const int weeks : {1, 2}) words.insert(rival_draws({shipped_origin(), market, weeks, 1}, stream)());
  }
  EXPECT_EQ(words.size(), 6U);
}

TEST(UniformIndex, IsEachAsOften) {
  PlaceEngine draws(5, {});
  std::vector<int> counts(4);
  for (int i = 0; i < 40'000; ++i) ++counts[uniform_index_draw(draws, 4)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);  // 5.8 standard errors
}

}  // namespace
}  // namespace ebbtide
