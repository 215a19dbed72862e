#include "backtest/flow_carrier.h"

#include <gtest/gtest.h>

#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::shipped_market;
using fixture::shipped_origin;

TEST(FlowCarrier, AddsFlowsToAumWherePricesAreUnknown) {
  const KnownMarket market = shipped_market(Track::unconditional, 3);
  const ForecastTask task{shipped_origin(), market, 3, 2};
  EXPECT_TRUE(held_returns(task).empty());
  const Forecast forecast = carry_flows(task, [](bool, std::size_t) { return 1.0; });
  const double aum = shipped_origin().opening_aum_musd();
  ASSERT_EQ(forecast.flow_musd.size(), 2U);
  EXPECT_NEAR(forecast.flow_musd[0], aum * (1.01 * 1.01 * 1.01 - 1.0), 1e-9 * aum);
  EXPECT_TRUE(forecast.aum_musd.empty());
}

TEST(FlowCarrier, CarriesAumAlongKnownPrices) {
  KnownMarket market = shipped_market(Track::macro_and_prices, 2);
  for (auto& week : market.weeks) {
    for (auto& value : week) value = 10.0;
  }
  const ForecastTask task{shipped_origin(), market, 2, 1};
  for (const double value : held_returns(task)) EXPECT_NEAR(value, 10.0, 1e-12);
  std::vector<std::size_t> weeks;
  const Forecast forecast = carry_flows(task, [&](bool first, std::size_t week) {
    EXPECT_EQ(first, week == 0);
    weeks.push_back(week);
    return -1.0;
  });
  const double aum = shipped_origin().opening_aum_musd();
  EXPECT_NEAR(forecast.flow_musd[0], -0.01 * aum * (1.0 + 1.09), 1e-9 * aum);
  EXPECT_NEAR(forecast.aum_musd[0], aum * 1.09 * 1.09, 1e-9 * aum);
  EXPECT_EQ(weeks, (std::vector<std::size_t>{0, 1}));
}

TEST(FlowCarrier, LetsNobodyRedeemMoreThanThereIs) {
  const KnownMarket market = shipped_market(Track::unconditional, 2);
  const Forecast forecast = carry_flows({shipped_origin(), market, 2, 1}, [](bool, std::size_t) { return -80.0; });
  const double aum = shipped_origin().opening_aum_musd();
  EXPECT_NEAR(forecast.flow_musd[0], -0.96 * aum, 1e-9 * aum);
}

TEST(HeldReturns, WeighAssetsByWhatIsHeld) {
  KnownMarket market = shipped_market(Track::macro_and_prices, 1);
  const auto& variables = shipped_origin().calibration->market.variables;
  double held = 0.0, ether = 0.0;
  for (const MemberPosterior& member : shipped_origin().funds().members) {
    if (member.dimension != Dimension::asset) continue;
    held += member.opening_aum_musd;
    if (member.name == "Ethereum") ether = member.opening_aum_musd;
  }
  for (std::size_t i = 0; i < variables.size(); ++i) market.weeks[0][i] = variables[i].name == "ether" ? 20.0 : 0.0;
  EXPECT_NEAR(held_returns({shipped_origin(), market, 1, 1}).front(), 20.0 * ether / held, 1e-9);
}

}  // namespace
}  // namespace ebbtide
