#include "model/model.h"

#include <gtest/gtest.h>

#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

FlowCondition flow_of(Dimension dimension, const std::string& member, int week) {
  FlowCondition condition;
  condition.member = margin_key(dimension, member);
  condition.week = week;
  condition.value = {-100.0, Unit::million_usd};
  condition.where = {"s.yaml", 9 + week, 3};
  return condition;
}

// Findings of binding the conditions with a structural price impact in a market of this worth.
std::vector<std::string> findings_of(std::vector<FlowCondition> conditions, double market_cap_musd) {
  Scenario scenario;
  scenario.horizon_weeks = 4;
  scenario.flow_conditions = std::move(conditions);
  scenario.price_impact = PriceImpact{.market_cap_musd = market_cap_musd, .where = {"s.yaml", 20, 1}};
  const HistoryView view = fixture::shipped_history("us-spot-etf").as_of(fixture::reference_date());
  Findings findings;
  const Model model = build_model(fixture::shipped_calibration("us-spot-etf"), scenario, &view, findings);
  EXPECT_TRUE(model.price_impact);
  std::vector<std::string> codes;
  for (const Finding& finding : findings.sorted()) codes.push_back(finding.code);
  return codes;
}

TEST(PriceImpactModel, TakesShocksOfOneDimensionInAWeek) {
  const FlowCondition issuer = flow_of(Dimension::issuer, "iShares", 1),
                      asset = flow_of(Dimension::asset, "Bitcoin", 1);
  EXPECT_TRUE(findings_of({issuer, flow_of(Dimension::issuer, "Fidelity", 1)}, 2.4e6).empty());
  EXPECT_TRUE(findings_of({issuer, flow_of(Dimension::asset, "Bitcoin", 2)}, 2.4e6).empty());
  EXPECT_EQ(findings_of({issuer, asset}, 2.4e6), std::vector<std::string>{"conflicting-keys"});
}

TEST(PriceImpactModel, NeedsAMarketWorthMoreThanWhatIsHeldOfIt) {
  EXPECT_EQ(findings_of({}, 5e4), std::vector<std::string>{"out-of-range"});
}

TEST(Model, WatchesWhatEventsViewsAndConditionsName) {
  const SeriesKey event_key{"Bitcoin", "United States", "ARK 21Shares"}, view_key{"Ethereum", "", "Fidelity"};
  Scenario scenario;
  scenario.horizon_weeks = 2;
  scenario.depth = TableDepth::total;
  scenario.events.emplace_back().member = event_key;
  scenario.views.emplace_back().quantity.member = view_key;
  scenario.flow_conditions = {flow_of(Dimension::issuer, "iShares", 1)};
  const HistoryView view = fixture::shipped_history("us-spot-etf").as_of(fixture::reference_date());
  Findings findings;
  const Model model = build_model(fixture::shipped_calibration("us-spot-etf"), scenario, &view, findings);
  EXPECT_EQ(model.depth, TableDepth::total);
  for (const FundColumn& column : fund_columns(*model.calibration->funds)) {
    const bool named =
        column.key == event_key || column.key == view_key || column.key == margin_key(Dimension::issuer, "iShares");
    EXPECT_EQ(has_series(model, column), named) << key_text(column.key);
  }
}

}  // namespace
}  // namespace ebbtide
