#include "evaluation/realised.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/shipped_history.h"
#include "support/simulated_history.h"

namespace ebbtide {
namespace {

Series series_of(Target target, const std::string& name = "", const SeriesKey& key = {}) {
  Series series;
  series.target = target;
  series.name = name;
  series.key = key;
  return series;
}

const Date kWeekOne = *parse_date("2026-01-23");

TEST(Realised, FindsTheReferenceWeek) {
  const RealisedLookup came = RealisedHistory(fixture::shipped_history("global-etp")).lookup(kWeekOne);
  EXPECT_NEAR(came(series_of(Target::net_flow), 0).value(), -1730.0, 10.0);
  EXPECT_NEAR(came(series_of(Target::net_flow, "", margin_key(Dimension::asset, "Bitcoin")), 0).value(), -1090.0, 10.0);
  EXPECT_NEAR(came(series_of(Target::aum), 0).value(), 178e3, 1e3);
  EXPECT_NEAR(came(series_of(Target::net_flow_pct_aum), 0).value(), -0.90, 0.01);
  EXPECT_NEAR(came(series_of(Target::market_effect), 0).value(), -13.3e3, 200.0);
  EXPECT_NEAR(came(series_of(Target::return_, "bitcoin"), 0).value(), -6.3, 0.3);
  EXPECT_NEAR(came(series_of(Target::factor, "cuts_priced_out"), 0).value(), 1.0, 1e-9);
}

TEST(Realised, ACumulativeFlowIsKnownOnlyWhereEveryWeekIs) {
  fixture::HistoryOptions options;
  options.missing_flows = 0.3;
  const fixture::SimulatedHistory simulated = fixture::simulate_history(3, options);
  const HistoryView view = simulated.history.complete();
  const Date first = add_weeks(simulated.as_of, -40);
  const RealisedLookup came = RealisedHistory(simulated.history).lookup(first);
  double sum = 0.0;
  bool whole = true, broken = false;
  for (int week = 0; week < 40; ++week) {
    const auto flow = view.flow({}, add_weeks(first, week));
    EXPECT_EQ(came(series_of(Target::net_flow), week).has_value(), flow.has_value());
    whole = whole && flow.has_value();
    broken = broken || !whole;
    const auto cumulative = came(series_of(Target::cumulative_net_flow), week);
    ASSERT_EQ(cumulative.has_value(), whole) << week;
    if (!whole) continue;
    sum += flow->value_musd;
    EXPECT_NEAR(*cumulative, sum, 1e-9 * std::abs(sum));
  }
  EXPECT_TRUE(broken);
}

TEST(Realised, IsUnknownBeyondWhatIsPublished) {
  const History& history = fixture::shipped_history("us-spot-etf");
  const RealisedLookup came = RealisedHistory(history).lookup(add_weeks(*history.complete().last_flow_week(), 1));
  for (const Target target :
       {Target::net_flow, Target::cumulative_net_flow, Target::net_flow_pct_aum, Target::aum, Target::market_effect}) {
    EXPECT_FALSE(came(series_of(target), 0).has_value()) << target_text(target);
  }
  EXPECT_FALSE(came(series_of(Target::return_, "no_such_price"), 0).has_value());
  EXPECT_FALSE(came(series_of(Target::condition, "bitcoin"), 0).has_value());
}

TEST(Realised, UsAumIsReconstructedBetweenItsFiguresAndClosesTheBridge) {
  const RealisedLookup came = RealisedHistory(fixture::shipped_history("us-spot-etf")).lookup(kWeekOne);
  for (const SeriesKey& key :
       {SeriesKey{}, margin_key(Dimension::asset, "Bitcoin"), margin_key(Dimension::issuer, "iShares")}) {
    const double closing = came(series_of(Target::aum, "", key), 0).value(),
                 flow = came(series_of(Target::net_flow, "", key), 0).value();
    const double market = came(series_of(Target::market_effect, "", key), 0).value();
    const double percent = came(series_of(Target::net_flow_pct_aum, "", key), 0).value();
    EXPECT_NEAR(100.0 * flow / percent, closing - flow - market, 1e-6 * closing) << key_text(key);
  }
}

}  // namespace
}  // namespace ebbtide
