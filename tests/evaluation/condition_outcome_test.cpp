#include "evaluation/condition_outcome.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

SeriesResult series_of(Target target, int index, int weeks, double mean, double sd) {
  SeriesResult result;
  result.series.target = target;
  result.series.index = index;
  result.series.weeks = weeks;
  result.weeks.resize(static_cast<std::size_t>(weeks));
  for (SeriesWeek& week : result.weeks) {
    week.summary.mean.value = mean++;
    week.summary.standard_deviation.value = sd;
  }
  return result;
}

TEST(ConditionOutcome, JoinsConditionsOnTheMarketWithTheirQuantities) {
  ScenarioResult result;
  LinearConstraint known = fixture::pin(1, 0, 2.0);
  known.kind = ConditionKind::known;
  LinearConstraint target = fixture::soft(ConditionKind::target, 1, 1, 3.0, 0.4);
  target.asked_sd = 0.5;
  LinearConstraint bound = fixture::between(2, 0, -1.0, INFINITY);
  bound.asked_at_least = -1.0;
  result.model.constraints = {known, target, bound};
  result.simulation.series = {series_of(Target::condition, 0, 1, 2.0, 0.0),
                              series_of(Target::condition, 1, 1, 3.1, 0.6),
                              series_of(Target::condition, 2, 1, 4.0, 1.5)};
  const auto outcomes = outcomes_of(result);
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(kind_text(outcomes[0].kind), "known");
  EXPECT_EQ(outcomes[0].asked, 2.0);
  EXPECT_FALSE(outcomes[0].asked_sd.has_value());
  EXPECT_EQ(outcomes[1].asked, 3.0);
  EXPECT_EQ(outcomes[1].asked_sd, 0.5);
  EXPECT_EQ(outcomes[1].got_mean->value, 3.1);
  EXPECT_EQ(outcomes[1].got_sd->value, 0.6);
  EXPECT_FALSE(outcomes[2].asked.has_value());
  EXPECT_EQ(outcomes[2].lower, -1.0);
  EXPECT_FALSE(outcomes[2].upper.has_value());
  EXPECT_EQ(kind_text(outcomes[2].kind), "bound");
  for (const ConditionOutcome& outcome : outcomes) EXPECT_FALSE(outcome.meaning.empty());
}

TEST(ConditionOutcome, ReadsConditionsOnFlowsFromTheSeriesOfTheirMemberAndWeek) {
  ScenarioResult result;
  FlowCondition seen;
  seen.target = EventTarget::cumulative_net_flow;
  seen.member.issuer = "iShares";
  seen.week = 2;
  seen.kind = ConditionKind::evidence;
  seen.value = {-600.0, Unit::million_usd};
  seen.sd = 100.0;
  FlowCondition nowhere = seen;
  nowhere.member.issuer = "Nobody";
  result.model.flow_conditions = {seen, nowhere};
  SeriesResult total = series_of(Target::cumulative_net_flow, -1, 3, 50.0, 9.0);
  SeriesResult member = series_of(Target::cumulative_net_flow, -1, 3, -500.0, 90.0);
  member.series.key.issuer = "iShares";
  SeriesResult weekly = member;
  weekly.series.target = Target::net_flow;
  result.simulation.series = {total, weekly, member};
  result.simulation.series[1].weeks[1].summary.mean.value = 7.0;
  const auto outcomes = outcomes_of(result);
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[0].asked, -600.0);
  EXPECT_EQ(outcomes[0].asked_sd, 100.0);
  EXPECT_EQ(outcomes[0].got_mean->value, -499.0);
  EXPECT_FALSE(outcomes[1].got_mean.has_value());
}

TEST(ConditionOutcome, SaysThatPathsWeighUnlessAFlowComesFromOutside) {
  ScenarioResult result;
  result.model.flow_conditions = {FlowCondition{}};
  EXPECT_EQ(outcomes_of(result)[0].meaning, "holds on every path; paths weigh by how likely that flow was");
  result.model.price_impact.emplace();
  EXPECT_EQ(outcomes_of(result)[0].meaning, "a shock from outside: holds on every path");
}

TEST(PlausibilityText, NamesWhatIsKnown) {
  Plausibility plausibility;
  plausibility.conditions = 4;
  plausibility.distance = 5.3;
  plausibility.p_value = 0.2104;
  EXPECT_EQ(plausibility_text(plausibility), "p 0.21, q 5.3 on 4 conditions");
  plausibility.p_value = 0.0567;
  EXPECT_EQ(plausibility_text(plausibility), "p 0.057, q 5.3 on 4 conditions");
  plausibility.p_value = 1e-9;
  plausibility.past = PastWindows{8, 460, 78.4, {}};
  plausibility.past->similar.push_back({*parse_date("2022-08-05"), *parse_date("2022-09-23"), 1.0, {}, {}, {}});
  plausibility.past->similar.push_back({*parse_date("2019-08-05"), *parse_date("2019-09-20"), 1.0, {}, {}, {}});
  EXPECT_EQ(
      plausibility_text(plausibility),
      "p below 0.001, q 5.3 on 4 conditions; farther out than 78 % of 460 past 8-week windows; most like the weeks "
      "to 2022-09-23, 2019-09-20");
}

TEST(PlausibilityText, OfBoundsIsAProbability) {
  Plausibility plausibility;
  plausibility.bounds = 1;
  plausibility.bounds_probability = Estimate{0.34, 0.01};
  EXPECT_EQ(plausibility_text(plausibility), "1 bound held with probability 0.34");
}

TEST(EarlierMovesText, ListsWeeksAndIsEmptyWithoutAny) {
  EXPECT_EQ(earlier_moves_text({}), "");
  EXPECT_EQ(earlier_moves_text({{0, "dollar", Unit::percent, -0.26, 0.4}, {1, "rates", Unit::basis_point, 3.04, 0.25}}),
            "conditions on later weeks move week 0 (dollar -0.3 %, 0.4 sd), week 1 (rates +3.0 bp, 0.2 sd)");
}

}  // namespace
}  // namespace ebbtide
