#include "backtest/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "backtest/engine_forecast.h"
#include "backtest/leak_check.h"
#include "core/error.h"
#include "support/explanations.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::few_paths;
using fixture::shipped_explanation;
using fixture::shipped_history;
using ::testing::HasSubstr;

const ExplainedFlow& flow_of(const Explanation& explanation, const std::string& member) {
  for (const ExplainedFlow& flow : explanation.flows) {
    if (flow.member == member) return flow;
  }
  throw std::runtime_error("no flow of " + member);
}

TEST(Explanation, TellsTheReferenceWeekAsPublished) {
  const Explanation& week = shipped_explanation("global-etp");
  EXPECT_EQ(week.origin, day("2026-01-19"));
  EXPECT_EQ(week.published, day("2026-01-26"));
  EXPECT_EQ(week.total().realised_musd, -1730.0);
  EXPECT_EQ(flow_of(week, "XRP").realised_musd, -18.2);
  EXPECT_EQ(flow_of(week, "Volatility Shares").realised_musd, 83.0);
  EXPECT_FALSE(flow_of(week, "Other assets").realised_musd.has_value()) << "a residual is never observed";
  const AumBridge& bridge = *week.total().bridge;
  EXPECT_EQ(bridge.basis, "published");
  EXPECT_EQ(bridge.opening, 193'000.0);
  EXPECT_EQ(bridge.closing, 178'000.0);
  EXPECT_NEAR(bridge.market, -13'270.0, 1e-6);
}

TEST(Explanation, SplitsTheMissOfEveryFlowWithoutARest) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    for (const ExplainedFlow& flow : shipped_explanation(universe).flows) {
      EXPECT_NEAR(flow.macro.value, flow.law[1].mean - flow.law[0].mean, 1e-6) << flow.member;
      EXPECT_NEAR(flow.prices.value, flow.law[2].mean - flow.law[1].mean, 1e-6) << flow.member;
      EXPECT_GT(flow.prices.standard_error, 0.0) << flow.member;
      EXPECT_EQ(flow.unexplained().has_value(), flow.realised_musd.has_value());
      for (const FlowLaw& law : flow.law) {
        EXPECT_LE(law.q05, law.q50);
        EXPECT_LE(law.q50, law.q95);
        EXPECT_EQ(law.percentile.has_value(), flow.realised_musd.has_value()) << flow.member;
      }
      if (!flow.realised_musd) continue;
      EXPECT_NEAR(flow.expected() + flow.macro.value + flow.prices.value + *flow.unexplained(), *flow.realised_musd,
                  1e-6);
    }
  }
}

TEST(Explanation, ReadsItsLawsOffTheEnginesForecasts) {
  const Explanation& week = shipped_explanation("us-spot-etf", "2025-06-06");
  const ExplainOptions options = few_paths();
  const Origin origin = make_origin(shipped_history("us-spot-etf"), day("2025-06-02"), options.seed, options.settings);
  const HistoryView later = shipped_history("us-spot-etf").complete();
  for (std::size_t track = 0; track < kAllTracks.size(); ++track) {
    const Forecast forecast =
        engine_forecasts(origin, known_market(origin, later, kAllTracks[track], 1), {1}, options.paths).front();
    const double sum = std::accumulate(forecast.flow_musd.begin(), forecast.flow_musd.end(), 0.0);
    EXPECT_DOUBLE_EQ(week.total().law[track].mean, sum / 400.0);
    const auto below = std::count_if(forecast.flow_musd.begin(), forecast.flow_musd.end(),
                                     [&](double flow) { return flow < *week.total().realised_musd; });
    EXPECT_NEAR(*week.total().law[track].percentile, static_cast<double>(below) / 4.0, 1e-9);
  }
}

// What comes out after the origin moves what came, and never the laws: U with everything later scrambled, M and MP with
// all but what they condition on.
TEST(Explanation, LawsDoNotKnowWhatTheyMustNot) {
  const History& history = shipped_history("us-spot-etf");
  const Explanation& honest = shipped_explanation("us-spot-etf", "2025-06-06");
  for (std::size_t track = 0; track < kAllTracks.size(); ++track) {
    const History scrambled = scrambled_history(history, day("2025-06-02"), kAllTracks[track], day("2025-06-06"));
    const Explanation other = explain_week(scrambled, day("2025-06-06"), few_paths());
    EXPECT_NE(other.total().realised_musd, honest.total().realised_musd);
    ASSERT_EQ(other.flows.size(), honest.flows.size());
    for (std::size_t i = 0; i < honest.flows.size(); ++i) {
      EXPECT_EQ(other.flows[i].law[track].mean, honest.flows[i].law[track].mean) << honest.flows[i].member;
      EXPECT_EQ(other.flows[i].law[track].q05, honest.flows[i].law[track].q05);
    }
    EXPECT_EQ(other.expected_bridge[track].closing, honest.expected_bridge[track].closing);
    // Scrambling does reach what conditions are taken from: a macro path known to no more than M moves MP.
    if (kAllTracks[track] == Track::macro) {
      EXPECT_NE(other.total().law[2].mean, honest.total().law[2].mean);
    }
  }
}

TEST(Explanation, KnowsTheLargestSinceAmongKnownWeeks) {
  const FlowRecord& record = *shipped_explanation("global-etp").total().record;
  EXPECT_TRUE(record.outflow);
  EXPECT_EQ(record.since, day("2025-11-21"));
  EXPECT_EQ(record.since_musd, -1940.0);
  // Nine weeks lie between 2025-11-21 and 2026-01-23, less one: known or not.
  EXPECT_EQ(record.known_between + record.missing_between, 8);
  EXPECT_EQ(record.missing_between, 4);
  const FlowRecord& inflow = *flow_of(shipped_explanation("us-spot-etf"), "Solana").record;
  EXPECT_FALSE(inflow.outflow);
  ASSERT_TRUE(inflow.since.has_value());
  EXPECT_GE(inflow.since_musd, 8.4);
}

TEST(Explanation, HasNoEarlierWeekOfALargestEver) {
  const FlowRecord& record = *shipped_explanation("us-spot-etf", "2025-02-28").total().record;
  EXPECT_FALSE(record.since.has_value());
  EXPECT_EQ(record.first_known, day("2024-01-12"));
  EXPECT_EQ(record.known_between, 59);
}

TEST(Explanation, CountsBreadthOverPublishedMembers) {
  const Explanation& week = shipped_explanation("global-etp");
  ASSERT_EQ(week.breadth.size(), 3U);
  const Breadth& assets = week.breadth.front();
  EXPECT_EQ(assets.level, "asset");
  EXPECT_EQ(assets.known, 9);
  EXPECT_EQ(assets.inflows, 4);  // Solana, Binance, Chainlink, Short Bitcoin
  EXPECT_EQ(assets.outflows, 5);
  EXPECT_EQ(assets.largest_inflow, "Solana");
  EXPECT_EQ(assets.largest_outflow, "Bitcoin");
  EXPECT_GT(assets.expected_inflows, 0.0);
  EXPECT_LT(assets.expected_inflows, 9.0);
}

TEST(Explanation, ClosesEveryBridge) {
  for (const char* universe : {"global-etp", "us-spot-etf"}) {
    const Explanation& week = shipped_explanation(universe);
    for (const AumBridge& bridge : week.expected_bridge)
      EXPECT_NEAR(bridge.opening + bridge.flow + bridge.market, bridge.closing, 1e-6);
    int bridges = 0;
    for (const ExplainedFlow& flow : week.flows) {
      if (!flow.bridge) continue;
      ++bridges;
      EXPECT_NEAR(flow.bridge->opening + flow.bridge->flow + flow.bridge->market, flow.bridge->closing, 1e-6);
      EXPECT_EQ(flow.bridge->flow, *flow.realised_musd) << flow.member;
    }
    EXPECT_GT(bridges, 3) << universe;
  }
  EXPECT_EQ(flow_of(shipped_explanation("global-etp"), "Bitcoin").bridge->basis, "implied");
  const AumBridge& bitcoin = *flow_of(shipped_explanation("us-spot-etf"), "Bitcoin").bridge;
  EXPECT_EQ(bitcoin.basis, "reconstructed");
  EXPECT_NEAR(bitcoin.market / bitcoin.opening, -0.065, 0.02) << "Bitcoin lost some 6.5 % that week";
}

TEST(Explanation, TellsWhatTheMarketDid) {
  for (const MarketMove& move : shipped_explanation("us-spot-etf").market) {
    EXPECT_TRUE(move.value.has_value()) << move.name;
    EXPECT_FALSE(move.public_before) << move.name << ": nothing of a week is public on its Monday";
    if (move.name == "cuts_priced_out") {
      EXPECT_NEAR(*move.value, 1.0, 0.01);
      EXPECT_EQ(move.unit, "bp");
      EXPECT_FALSE(move.is_price);
    }
    if (move.name == "bitcoin") {
      EXPECT_LT(*move.value, -6.0);
      EXPECT_LT(*move.sds, -1.0);
      EXPECT_TRUE(move.held);
    }
    if (move.name == "xrp") {
      EXPECT_FALSE(move.held) << "no asset of these funds";
    }
  }
}

TEST(ExplainWeek, NamesTheFirstWeekWithEnoughHistory) {
  try {
    explain_week(shipped_history("us-spot-etf"), day("2024-04-19"), few_paths());
    FAIL() << "a calibration of two weeks";
  } catch (const InputError& error) {
    const Finding finding = error.findings().sorted().front();
    EXPECT_EQ(finding.code, "short-history");
    EXPECT_THAT(finding.suggestion, HasSubstr("2024-06-28"));
  }
}

}  // namespace
}  // namespace ebbtide
