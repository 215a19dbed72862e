#include "report/run_view.h"

#include <gtest/gtest.h>

#include "core/contract.h"
#include "support/sample_run.h"

namespace ebbtide {
namespace {

TEST(RunView, FindsTotalsMembersAndDeltas) {
  const RunView view = view_of(sample::sample_run());
  ASSERT_EQ(view.scenarios.size(), 3U);
  const ScenarioView& slump = view.scenarios[2];
  EXPECT_EQ(slump.name, "price-slump");
  EXPECT_EQ(slump.horizon, 8);
  ASSERT_NE(slump.total("net_flow", 1), nullptr);
  EXPECT_DOUBLE_EQ(*slump.total("net_flow", 1)->q50, -1450.0);
  EXPECT_DOUBLE_EQ(*slump.total("net_flow", 1)->realised, -1730.0);
  EXPECT_EQ(slump.total("net_flow", 9), nullptr);
  ASSERT_NE(slump.member("net_flow", Dimension::issuer, "iShares", 1), nullptr);
  EXPECT_DOUBLE_EQ(*slump.member("net_flow", Dimension::issuer, "iShares", 1)->q50, -1450.0 * 0.55);
  EXPECT_EQ(slump.member("net_flow", Dimension::asset, "iShares", 1), nullptr);
  EXPECT_DOUBLE_EQ(*view.delta("price-slump", "cumulative_net_flow", 8).delta, 8 * (-1450.0 - 350.0));
  EXPECT_FALSE(view.delta("baseline", "cumulative_net_flow", 8).delta);
}

TEST(RunView, KeepsMembersInTheOrderOfTheTable) {
  const RunView view = view_of(sample::sample_run());
  const std::vector<std::string> regions = {"United States", "Germany", "Switzerland", "Sweden", "Other regions"};
  EXPECT_EQ(view.scenarios[0].members(Dimension::region), regions);
}

TEST(RunView, GivesACellOfTheCubeToNoMargin) {
  Law law;
  law.asset = "Bitcoin";
  law.issuer = "iShares";
  EXPECT_EQ(law.member(Dimension::asset), "");
  EXPECT_EQ(law.member(Dimension::issuer), "");
  EXPECT_FALSE(law.is_total());
}

TEST(RunView, GivesHistoryToScenariosOfItsUniverseAndDate) {
  const RunView view = view_of(sample::sample_run(4));
  EXPECT_EQ(view.scenarios[0].history.size(), 26U);
  EXPECT_EQ(view.scenarios[2].history.size(), 26U);
  EXPECT_EQ(view.scenarios[3].universe, "us-spot-etf");
  EXPECT_EQ(view.scenarios[3].history.back().week_end, *view.scenarios[3].week_one - std::chrono::days(7));
}

TEST(RunView, ListsConditionsOnceAndNoneForAScenarioWithout) {
  const RunView view = view_of(sample::sample_run());
  EXPECT_TRUE(view.scenarios[0].conditions.empty());
  ASSERT_EQ(view.scenarios[1].conditions.size(), 2U);
  EXPECT_EQ(view.scenarios[1].conditions[1].kind, "known");
  EXPECT_EQ(view.scenarios[1].conditions[0].asked, 12.0);
  EXPECT_EQ(view.scenarios[1].conditions[0].got_mean, 12.0);
  EXPECT_FALSE(view.scenarios[1].conditions[0].lower.has_value());
  EXPECT_EQ(view.scenarios[1].conditions[0].meaning, "holds on every path");
}

TEST(RunView, RefusesATableWithoutAPromisedColumn) {
  RunTables run = sample::sample_run(1, 1);
  run.events = Table("events", "Events", {sample::text("scenario", "Name."), sample::text("event", "Name.")});
  run.events.append({"baseline", "trough"});
  EXPECT_THROW(view_of(run), InternalError);
}

}  // namespace
}  // namespace ebbtide
