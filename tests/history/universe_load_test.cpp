#include "history/universe_load.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

TEST(UniverseLoad, ReadsTheWorldWithEveryMemberOfTheReferenceWeek) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  for (const char* asset : {"Bitcoin", "Ethereum", "XRP", "Sui", "Solana", "Binance", "Chainlink", "Short Bitcoin"}) {
    EXPECT_TRUE(universe.find(Dimension::asset, asset)) << asset;
  }
  for (const char* region : {"United States", "Sweden", "Netherlands", "Switzerland", "Canada", "Germany"}) {
    EXPECT_TRUE(universe.find(Dimension::region, region)) << region;
  }
  for (const char* issuer : {"iShares", "Fidelity", "Grayscale", "Volatility Shares", "ProFunds"}) {
    EXPECT_TRUE(universe.find(Dimension::issuer, issuer)) << issuer;
  }
  for (const Dimension dimension : kDimensions) {
    const std::vector<Member>& members = universe.of(dimension);
    EXPECT_FALSE(universe.complete[static_cast<std::size_t>(dimension)]);
    EXPECT_TRUE(members.back().residual);
    EXPECT_EQ(std::count_if(members.begin(), members.end(), [](const Member& m) { return m.residual; }), 1);
  }
  EXPECT_FALSE(universe.cells_observed);
  EXPECT_EQ(universe.first_flow_week, day("2024-04-05"));
  EXPECT_FALSE(universe.first_flow_week_why.empty());
}

TEST(UniverseLoad, GivesEveryAssetAPrice) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const History history = testing::load_shipped(name);
    for (const Member& asset : history.universe().of(Dimension::asset)) {
      double exposure = 0.0;
      for (const PriceExposure& price : asset.prices) {
        const MarketVariable* variable = history.market().find(price.return_name);
        ASSERT_NE(variable, nullptr) << asset.name;
        EXPECT_TRUE(variable->is_return);
        exposure += price.weight;
      }
      EXPECT_NEAR(exposure, asset.name == "Short Bitcoin" ? -1.0 : 1.0, 1e-12) << asset.name;
      EXPECT_EQ(asset.price_is_proxy, asset.prices.size() > 1) << asset.name;
    }
    for (const Member& region : history.universe().of(Dimension::region)) EXPECT_TRUE(region.prices.empty());
  }
}

TEST(UniverseLoad, ReadsTheUsCubeAsComplete) {
  const Universe universe = testing::load_shipped("us-spot-etf").universe();
  EXPECT_TRUE(universe.cells_observed);
  EXPECT_EQ(universe.complete, (std::array<bool, 3>{true, true, true}));
  std::vector<std::string> issuers;
  for (const Member& member : universe.of(Dimension::issuer)) issuers.push_back(member.name);
  EXPECT_EQ(issuers, (std::vector<std::string>{"iShares", "Grayscale", "Fidelity", "Bitwise", "ARK 21Shares", "VanEck",
                                               "Invesco", "Franklin", "CoinShares", "WisdomTree"}));
  EXPECT_EQ(universe.find(Dimension::asset, "Ethereum")->launched, day("2024-07-23"));
}

// No member stands in the list because of hindsight: every figure of it lies after its launch.
TEST(UniverseLoad, LaunchesLieBeforeTheFirstFigure) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const History history = testing::load_shipped(name);
    for (const Observation& row : history.flows()) {
      for (const Dimension dimension : kDimensions) {
        const Member* member = history.universe().find(dimension, row.key.part(dimension));
        if (!member || !member->launched) continue;
        EXPECT_LE(*member->launched, row.week_end) << member->name;
      }
    }
  }
}

TEST(UniverseLoad, WithoutAMarketLeavesPriceNamesUnchecked) {
  const std::string file = testing::shipped_universe("global-etp") + "/universe.yaml";
  Findings findings;
  EXPECT_TRUE(read_universe(file, nullptr, findings));
  MarketSpec empty;
  EXPECT_FALSE(read_universe(file, &empty, findings));
  EXPECT_EQ(findings.sorted().front().code, "unknown-return");
}

}  // namespace
}  // namespace ebbtide
