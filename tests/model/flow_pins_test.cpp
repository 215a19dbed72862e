#include "model/flow_pins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/cube_fixture.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;

MemberPosterior member(Dimension dimension, const std::string& name) {
  MemberPosterior result;
  result.dimension = dimension;
  result.name = name;
  return result;
}

FundPosterior funds() {
  FundPosterior result;
  result.members = {member(Dimension::asset, "Bitcoin"), member(Dimension::asset, "Ethereum"),
                    member(Dimension::issuer, "iShares"), member(Dimension::issuer, "Fidelity"),
                    member(Dimension::issuer, "Others")};
  return result;
}

FlowCondition flow(int week, const SeriesKey& who, double value, double sd = 0.0,
                   EventTarget target = EventTarget::net_flow) {
  FlowCondition result;
  result.text = "flow " + std::to_string(week);
  result.target = target;
  result.member = who;
  result.week = week;
  result.kind = sd > 0.0 ? ConditionKind::evidence : ConditionKind::hard;
  result.value = {value, target == EventTarget::net_flow_pct_aum ? Unit::percent : Unit::million_usd};
  result.sd = sd;
  result.where.line = week;
  return result;
}

const SeriesKey kTotal;
SeriesKey issuer(const std::string& name) {
  return margin_key(Dimension::issuer, name);
}
SeriesKey asset(const std::string& name) {
  return margin_key(Dimension::asset, name);
}

std::vector<std::pair<int, int>> places(const std::vector<FlowPin>& pins) {
  std::vector<std::pair<int, int>> result;
  for (const FlowPin& pin : pins) result.emplace_back(pin.week, pin.member);
  return result;
}

TEST(FlowPins, CarryWhatTheConditionAsks) {
  Findings findings;
  const auto pins = bind_flow_pins(
      funds(), {flow(3, issuer("Fidelity"), -250.0, 40.0), flow(1, kTotal, -0.9, 0.0, EventTarget::net_flow_pct_aum)},
      findings);
  ASSERT_EQ(pins.size(), 2U);
  EXPECT_EQ(pins[0].condition, 1U);
  EXPECT_EQ(pins[0].week, 0);
  EXPECT_EQ(pins[0].member, -1);
  EXPECT_TRUE(pins[0].percent);
  EXPECT_EQ(pins[0].value, -0.9);
  EXPECT_EQ(pins[0].sd, 0.0);
  EXPECT_EQ(pins[1].condition, 0U);
  EXPECT_EQ(pins[1].week, 2);
  EXPECT_EQ(pins[1].member, 3);
  EXPECT_FALSE(pins[1].percent);
  EXPECT_EQ(pins[1].value, -250.0);
  EXPECT_EQ(pins[1].sd, 40.0);
  EXPECT_TRUE(findings.empty());
}

TEST(FlowPins, StandByWeekTheTotalBeforeMembers) {
  Findings findings;
  const auto pins =
      bind_flow_pins(funds(),
                     {flow(2, issuer("iShares"), 1.0), flow(2, kTotal, 1.0), flow(1, asset("Ethereum"), 1.0),
                      flow(2, asset("Bitcoin"), 1.0), flow(1, kTotal, 1.0)},
                     findings);
  EXPECT_THAT(places(pins),
              ElementsAre(std::pair(0, -1), std::pair(0, 1), std::pair(1, -1), std::pair(1, 0), std::pair(1, 2)));
}

// Sums over weeks, AUM and bounds have no residual that would deliver them; of two sightings of one flow the first is
// delivered and the second weighs.
TEST(FlowPins, LeaveToWeightsWhatNoResidualDelivers) {
  FlowCondition bound = flow(1, issuer("iShares"), 0.0);
  bound.kind = ConditionKind::inequality;
  bound.at_most = -100.0;
  Findings findings;
  const auto pins = bind_flow_pins(funds(),
                                   {flow(4, kTotal, -3000.0, 500.0, EventTarget::cumulative_net_flow),
                                    flow(8, kTotal, 150'000.0, 1000.0, EventTarget::aum), bound,
                                    flow(2, kTotal, -500.0, 100.0), flow(2, kTotal, -700.0, 200.0)},
                                   findings);
  ASSERT_EQ(pins.size(), 1U);
  EXPECT_EQ(pins[0].condition, 3U);
  EXPECT_EQ(pins[0].value, -500.0);
  EXPECT_TRUE(findings.empty());
}

TEST(FlowPins, PinningEveryMemberOfADimensionInAWeekIsAContradiction) {
  Findings findings;
  bind_flow_pins(funds(),
                 {flow(1, asset("Bitcoin"), 1.0), flow(2, asset("Ethereum"), 1.0), flow(2, asset("Bitcoin"), 1.0, 5.0),
                  flow(2, issuer("iShares"), 1.0), flow(2, issuer("Fidelity"), 1.0)},
                 findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  const Finding finding = findings.sorted().front();
  EXPECT_EQ(finding.code, "contradictory-condition");
  EXPECT_EQ(finding.problem, "with 'flow 2' every asset is pinned in week 2, and so is the total");
  EXPECT_EQ(finding.where.line, 2);
  EXPECT_TRUE(findings.has_errors());
}

TEST(FlowPins, ASumOfCellsThatFollowsFromTheOthersIsAContradiction) {
  const FundPosterior cube = fixture::small_cube();
  const SeriesKey a = issuer("A"), pair{"Bitcoin", "United States", ""}, cell{"Bitcoin", "United States", "A"};
  Findings fine;
  const auto pins = bind_flow_pins(cube, {flow(1, cell, 1.0), flow(1, a, 1.0), flow(1, pair, 1.0)}, fine);
  EXPECT_TRUE(fine.empty());
  ASSERT_EQ(pins.size(), 3U);
  EXPECT_EQ(fund_columns(cube)[static_cast<std::size_t>(pins[0].member)].key, a);
  EXPECT_EQ(fund_columns(cube)[static_cast<std::size_t>(pins[2].member)].key, pair);
  // The third issuer has what the assets and the other two leave; the fourth week pins two of them only.
  Findings findings;
  bind_flow_pins(cube,
                 {flow(3, a, 1.0), flow(3, issuer("B"), 1.0), flow(3, issuer("C"), 1.0), flow(4, a, 1.0),
                  flow(4, issuer("C"), 1.0)},
                 findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted().front().problem,
            "in week 3 'flow 3' follows from the assets' flows and what is pinned before");
}

TEST(FlowNoise, HasTheResidualOfEveryWeekThenMembersThenErrors) {
  const std::vector<FlowPin> pins = {
      {0, 0, -1, true, 0.0, 0.5}, {1, 0, 2, false, 0.0, 0.0}, {2, 2, -1, true, 0.0, 0.0}, {3, 2, 1, false, 0.0, 9.0}};
  const FlowNoiseLayout layout(pins);
  EXPECT_EQ(layout.weeks(), 3);
  EXPECT_EQ(FlowNoiseLayout::residual_of_week(0), 0);
  EXPECT_EQ(FlowNoiseLayout::residual_of_week(2), 2);
  const std::vector<int> residuals = {layout.residual_of(0), layout.residual_of(1), layout.residual_of(2),
                                      layout.residual_of(3)};
  EXPECT_THAT(residuals, ElementsAre(0, 3, 2, 4));
  EXPECT_TRUE(layout.errors_of(1).empty() && layout.errors_of(2).empty());
  ASSERT_EQ(layout.errors_of(0).size() + layout.errors_of(3).size(), 2U);
  EXPECT_EQ(layout.errors_of(0).front().normal, 5);
  EXPECT_EQ(layout.errors_of(3).front().normal, 6);
  EXPECT_EQ(layout.errors_of(3).front().sd, 9.0);
  EXPECT_EQ(layout.count(), 7);
  EXPECT_EQ(layout.own_count(), 4);
}

TEST(FlowNoise, SharesTheErrorOfTheTotalOfItsWeek) {
  // Of the total, of a member with a correlation of 0.6, of a member in a week whose total is not sighted.
  const std::vector<FlowPin> pins = {
      {0, 0, -1, false, 0.0, 300.0}, {1, 0, 2, false, 0.0, 50.0, 0.6}, {2, 1, 2, false, 0.0, 50.0, 0.6}};
  const FlowNoiseLayout layout(pins);
  ASSERT_EQ(layout.errors_of(1).size(), 2U);
  EXPECT_EQ(layout.errors_of(1)[0].normal, layout.errors_of(0)[0].normal);
  EXPECT_DOUBLE_EQ(layout.errors_of(1)[0].sd, 30.0);
  EXPECT_DOUBLE_EQ(layout.errors_of(1)[1].sd, 40.0);
  ASSERT_EQ(layout.errors_of(2).size(), 1U);
  EXPECT_DOUBLE_EQ(layout.errors_of(2)[0].sd, 50.0);
  EXPECT_EQ(layout.count(), 7);  // two weeks, two residuals of members, three errors
}

TEST(FlowNoise, IsEmptyWithoutPins) {
  const FlowNoiseLayout layout({});
  EXPECT_EQ(layout.weeks(), 0);
  EXPECT_EQ(layout.count(), 0);
  EXPECT_EQ(layout.own_count(), 0);
}

}  // namespace
}  // namespace ebbtide
