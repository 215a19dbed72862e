#include "scenario/parse_conditions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Scenario with_conditions(const std::string& items) {
  return testing::good_scenario("conditions:\n" + items);
}

TEST(MarketConditions, ATargetKeepsItsSdInTheUnitOfItsValueAndSaysItsKind) {
  const auto scenario =
      with_conditions("  - {factor: dollar, cumulative: -1.5 %, weeks: 1-4, kind: target, sd: 0.5 %}\n");
  const MarketCondition& condition = scenario.conditions.at(0);
  EXPECT_EQ(condition.kind, ConditionKind::target);
  EXPECT_EQ(condition.sd, 0.5);
  EXPECT_EQ(condition.value, (Quantity{-1.5, Unit::percent}));
  EXPECT_FALSE(condition.at_least || condition.at_most);
  EXPECT_EQ(condition.text, "dollar, weeks 1-4 cumulative: -1.5 % (target, sd 0.5 %)");
}

TEST(MarketConditions, HardIsTheDefaultAndReadsAsBefore) {
  const auto scenario = with_conditions(
      "  - {factor: dollar, week: 1, change: -1 %}\n  - {factor: dollar, week: 2, change: -1 %, kind: hard}\n");
  for (const MarketCondition& condition : scenario.conditions) {
    EXPECT_EQ(condition.kind, ConditionKind::hard);
    EXPECT_EQ(condition.sd, 0.0);
  }
  EXPECT_EQ(scenario.conditions[1].text, "dollar, week 2: -1 %");
}

TEST(MarketConditions, OneSdHoldsForAWholeListAndAListForItsOwnWeeks) {
  const auto scenario = with_conditions(
      "  - {factor: bitcoin, change: [-5 %, ~, -2 %], kind: evidence, sd: 1 %}\n"
      "  - {factor: cuts_priced_out, change: [5 bp, ~, 2 bp], kind: target, sd: [1 bp, ~, 3 bp]}\n");
  ASSERT_EQ(scenario.conditions.size(), 4U);
  EXPECT_EQ(scenario.conditions[0].text, "bitcoin, week 1: -5 % (evidence, sd 1 %)");
  EXPECT_EQ(scenario.conditions[1].sd, 1.0);
  EXPECT_EQ(scenario.conditions[1].weeks, (WeekRange{3, 3}));
  EXPECT_EQ(scenario.conditions[2].sd, 1.0);
  EXPECT_EQ(scenario.conditions[3].sd, 3.0);
  EXPECT_EQ(scenario.conditions[3].text, "cuts_priced_out, week 3: 2 bp (target, sd 3 bp)");
}

TEST(MarketConditions, ABoundIsOnTheWeekOrOnTheChangeOverTheWeeks) {
  const auto scenario = with_conditions(
      "  - {factor: bitcoin, week: 1, at most: -5 %}\n"
      "  - {factor: ether, weeks: 1-4, at least: 3 %}\n"
      "  - {combination: {ether: 1, bitcoin: -1}, week: 1, between: [-5 %, 0 %]}\n");
  const auto& conditions = scenario.conditions;
  ASSERT_EQ(conditions.size(), 3U);
  for (const MarketCondition& condition : conditions) EXPECT_EQ(condition.kind, ConditionKind::inequality);
  EXPECT_EQ(conditions[0].text, "bitcoin, week 1: at most -5 %");
  EXPECT_EQ(conditions[0].aggregation, Aggregation::each_week);
  EXPECT_EQ(conditions[0].at_most, -5.0);
  EXPECT_FALSE(conditions[0].at_least);
  EXPECT_EQ(conditions[0].value.unit, Unit::percent);
  EXPECT_EQ(conditions[1].text, "ether, weeks 1-4 cumulative: at least 3 %");
  EXPECT_EQ(conditions[1].aggregation, Aggregation::cumulative);
  EXPECT_EQ(conditions[1].at_least, 3.0);
  EXPECT_EQ(conditions[2].text, "ether - bitcoin, week 1: between -5 % and 0 %");
  EXPECT_EQ(conditions[2].at_least, -5.0);
  EXPECT_EQ(conditions[2].at_most, 0.0);
}

TEST(MarketConditions, ABoundOnAnAliasIsOneOnTheWeightedVariable) {
  const auto scenario = with_conditions("  - {factor: cuts_priced, week: 1, at most: -10 bp}\n");
  EXPECT_EQ(scenario.conditions[0].terms[0].variable, "cuts_priced_out");
  EXPECT_EQ(scenario.conditions[0].terms[0].weight, -1.0);
  EXPECT_EQ(scenario.conditions[0].at_most, -10.0);
  // -x <= -10 is x >= 10: an upper bound of 9 on the variable itself leaves no room, one of 20 does.
  EXPECT_THAT(
      testing::problems_of("conditions:\n  - {factor: cuts_priced, week: 1, at most: -10 bp}\n"
                           "  - {factor: cuts_priced_out, week: 1, at most: 9 bp}\n"),
      ElementsAre("contradictory-condition: 'cuts_priced_out, week 1: at most 9 bp' and 'cuts_priced, week 1: at "
                  "most -10 bp' (line 6) leave no room"));
  EXPECT_THAT(testing::problems_of("conditions:\n  - {factor: cuts_priced, week: 1, at most: -10 bp}\n"
                                   "  - {factor: cuts_priced_out, week: 1, at most: 20 bp}\n"),
              IsEmpty());
}

TEST(FlowConditions, ReadsValuesInTheUnitOfTheQuantity) {
  const auto scenario = with_conditions(
      "  - {flow: {issuer: iShares}, week: 1, value: -0.6 bn USD, kind: evidence, sd: 100 m USD}\n"
      "  - {net_flow_pct_aum: total, week: 1, value: -0.9 %}\n"
      "  - {flow: total, week: 2, value: -1.7 bn USD}\n"
      "  - {cumulative_flow: total, week: 4, value: -3 bn USD, kind: evidence, sd: 500 m USD}\n");
  EXPECT_THAT(scenario.conditions, IsEmpty());
  const auto& flows = scenario.flow_conditions;
  ASSERT_EQ(flows.size(), 4U);
  EXPECT_EQ(flows[0].text, "net flow of iShares, week 1: -0.6 bn USD (evidence, sd 100 m USD)");
  EXPECT_EQ(flows[0].member.issuer, "iShares");
  EXPECT_EQ(flows[0].value, (Quantity{-600.0, Unit::million_usd}));
  EXPECT_EQ(flows[0].sd, 100.0);
  EXPECT_EQ(flows[0].kind, ConditionKind::evidence);
  EXPECT_EQ(flows[1].text, "net flow in % of AUM of total, week 1: -0.9 %");
  EXPECT_EQ(flows[1].target, EventTarget::net_flow_pct_aum);
  EXPECT_EQ(flows[1].value, (Quantity{-0.9, Unit::percent}));
  EXPECT_EQ(flows[1].kind, ConditionKind::hard);
  EXPECT_EQ(flows[2].target, EventTarget::net_flow);
  EXPECT_EQ(flows[2].week, 2);
  EXPECT_EQ(flows[3].target, EventTarget::cumulative_net_flow);
}

TEST(FlowConditions, BoundsKeepTheUnitInTheValue) {
  const auto scenario = with_conditions("  - {aum: total, week: 8, at most: 150 bn USD}\n");
  const FlowCondition& bound = scenario.flow_conditions.at(0);
  EXPECT_EQ(bound.kind, ConditionKind::inequality);
  EXPECT_EQ(bound.target, EventTarget::aum);
  EXPECT_EQ(bound.at_most, 150'000.0);
  EXPECT_FALSE(bound.at_least);
  EXPECT_EQ(bound.value.unit, Unit::million_usd);
  EXPECT_EQ(bound.text, "AUM of total, week 8: at most 150 bn USD");
}

TEST(FlowConditions, WhatCannotBePinnedSaysWhatToWriteInstead) {
  Findings findings;
  testing::load_text("conditions:\n  - {aum: total, week: 8, value: 150 bn USD}\n", findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].code, "not-pinnable");
  EXPECT_THAT(findings.sorted()[0].expected, HasSubstr("'net_flow_pct_aum' per week"));
  EXPECT_THAT(findings.sorted()[0].expected, HasSubstr("kind: evidence with an sd"));
}

TEST(Conditions, ReportsAllFindingsOfOneConditionAtOnce) {
  EXPECT_THAT(testing::problems_of(
                  "conditions:\n  - {flow: {issuer: Nobody}, week: 12, value: 1 m USD, kind: sure, sd: 1 m USD}\n"),
              ElementsAre(HasSubstr("unknown-member"), HasSubstr("week-beyond-horizon"), HasSubstr("unknown-value")));
  EXPECT_THAT(
      testing::problems_of("conditions:\n  - {factor: bitcoin, week: 12, change: 1 bp, kind: target, sd: 0 %}\n"),
      ElementsAre(HasSubstr("week-beyond-horizon"), HasSubstr("wrong-unit"), HasSubstr("out-of-range")));
}

TEST(Conditions, SequentialPathsWarnOfMovesOverSeveralWeeksOnly) {
  Findings findings;
  const auto loaded = testing::load_text(
      "path: sequential\nconditions:\n  - {factor: dollar, cumulative: -1 %, weeks: 1-4}\n"
      "  - {factor: equities, cumulative: -1 %, weeks: 2}\n  - {factor: bitcoin, week: 1, at most: 1 %}\n",
      findings);
  ASSERT_EQ(loaded.size(), 1U);
  EXPECT_EQ(loaded[0].scenario.path, PathKnowledge::sequential);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].code, "binds-in-last-week");
  EXPECT_EQ(findings.sorted()[0].severity, Severity::warning);
  EXPECT_EQ(findings.sorted()[0].where.line, 7);
}

TEST(Conditions, ValuesOfEveryKindMayBeSetFromTheCommandLine) {
  const std::string body =
      "conditions:\n  - {factor: dollar, week: 1, change: -1 %, kind: target, sd: 1 %}\n"
      "  - {factor: bitcoin, week: 1, between: [-5 %, 0 %]}\n"
      "  - {flow: {issuer: iShares}, week: 1, value: -600 m USD, kind: evidence, sd: 100 m USD}\n";
  const auto scenario = testing::good_scenario(body, {{"conditions[0].sd", "2 %"},
                                                      {"conditions[1].between[0]", "-9 %"},
                                                      {"conditions[2].flow.issuer", "Grayscale"},
                                                      {"conditions[2].value", "-1 bn USD"},
                                                      {"path", "full"}});
  EXPECT_EQ(scenario.conditions[0].sd, 2.0);
  EXPECT_EQ(scenario.conditions[1].at_least, -9.0);
  EXPECT_EQ(scenario.flow_conditions[0].text, "net flow of Grayscale, week 1: -1 bn USD (evidence, sd 100 m USD)");
}

}  // namespace
}  // namespace ebbtide
