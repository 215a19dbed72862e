#include "model/market_conditions.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/model.h"
#include "support/findings.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

using fixture::reference_date;
using fixture::shipped_calibration;
using fixture::shipped_history;

MarketCondition condition_on(const std::string& variable, Aggregation aggregation, int first, int last, double value,
                             Unit unit) {
  MarketCondition condition;
  condition.text = variable;
  condition.terms = {{variable, 1.0}};
  condition.aggregation = aggregation;
  condition.weeks = {first, last};
  condition.value = {value, unit};
  condition.where = {"s.yaml", 7, 5};
  return condition;
}

Scenario scenario_of(std::vector<MarketCondition> conditions, int weeks = 8) {
  Scenario scenario;
  scenario.name = "test";
  scenario.universe = "global-etp";
  scenario.as_of = reference_date();
  scenario.horizon_weeks = weeks;
  scenario.conditions = std::move(conditions);
  return scenario;
}

// Conditions bound without known values; week 1 is market week `lead`.
std::vector<LinearConstraint> bind(std::vector<MarketCondition> conditions, Findings& findings, int lead = 0) {
  return bind_market_conditions(shipped_calibration("global-etp")->market, scenario_of(std::move(conditions)), nullptr,
                                lead, findings);
}

std::vector<LinearConstraint> bind(std::vector<MarketCondition> conditions, int lead = 0) {
  Findings findings;
  auto rows = bind(std::move(conditions), findings, lead);
  EXPECT_TRUE(findings.empty()) << render(findings, false);
  return rows;
}

int index_of(const std::string& name) {
  return static_cast<int>(*shipped_history("global-etp").market().index_of(name));
}

double weight(const LinearConstraint& row, int week, const std::string& name) {
  double sum = 0.0;
  for (const PathTerm& term : row.terms)
    sum += term.week == week && term.variable == index_of(name) ? term.weight : 0.0;
  return sum;
}

TEST(MarketConditions, KeepBasisPointsAndTurnSimplePercentIntoLogPercent) {
  const auto rows = bind({condition_on("cuts_priced_out", Aggregation::each_week, 1, 1, 12.0, Unit::basis_point),
                          condition_on("bitcoin", Aggregation::each_week, 2, 2, -6.5, Unit::percent)});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].value, 12.0);
  EXPECT_EQ(rows[0].terms.size(), 1u);
  EXPECT_NEAR(rows[1].value, 100.0 * std::log(0.935), 1e-12);
  EXPECT_EQ(rows[1].asked, -6.5);
  EXPECT_EQ(weight(rows[1], 1, "bitcoin"), 1.0);
  EXPECT_EQ(rows[1].kind, ConditionKind::hard);
}

TEST(MarketConditions, AddCompoundedWeeksAndAverageLogs) {
  const auto sum = bind({condition_on("dollar", Aggregation::cumulative, 1, 4, -1.5, Unit::percent)});
  ASSERT_EQ(sum[0].terms.size(), 4u);
  for (int week = 0; week < 4; ++week) EXPECT_EQ(weight(sum[0], week, "dollar"), 1.0);
  EXPECT_NEAR(sum[0].value, 100.0 * std::log(0.985), 1e-12);  // four weeks that compound to -1.5 %
  const auto mean = bind({condition_on("dollar", Aggregation::average, 3, 6, -1.5, Unit::percent)});
  EXPECT_EQ(weight(mean[0], 1, "dollar"), 0.0);
  for (int week = 2; week < 6; ++week) EXPECT_EQ(weight(mean[0], week, "dollar"), 0.25);
  EXPECT_NEAR(mean[0].value, 100.0 * std::log(0.985), 1e-12);
  const auto points = bind({condition_on("cuts_priced_out", Aggregation::average, 1, 2, 5.0, Unit::basis_point)});
  EXPECT_EQ(points[0].value, 5.0);
}

TEST(MarketConditions, AddBackThePriceThatAVariableIsMeasuredOver) {
  const auto own = bind({condition_on("ether", Aggregation::each_week, 1, 1, 3.0, Unit::percent)});
  EXPECT_EQ(weight(own[0], 0, "ether"), 1.0);
  EXPECT_EQ(weight(own[0], 0, "bitcoin"), 1.0);
  MarketCondition spread = condition_on("ether", Aggregation::each_week, 1, 1, 3.0, Unit::percent);
  spread.terms.push_back({"bitcoin", -1.0});
  const auto difference = bind({spread});
  EXPECT_EQ(weight(difference[0], 0, "ether"), 1.0);
  EXPECT_EQ(weight(difference[0], 0, "bitcoin"), 0.0);
}

TEST(MarketConditions, WeighTheTermsOfACombination) {
  MarketCondition basket = condition_on("bitcoin", Aggregation::cumulative, 1, 2, -4.0, Unit::percent);
  basket.terms = {{"bitcoin", 0.7}, {"solana", 0.3}};
  const auto rows = bind({basket});
  for (int week = 0; week < 2; ++week) {
    EXPECT_DOUBLE_EQ(weight(rows[0], week, "bitcoin"), 1.0);  // 0.7, and 0.3 under solana
    EXPECT_DOUBLE_EQ(weight(rows[0], week, "solana"), 0.3);
  }
}

TEST(MarketConditions, CountWeekOneAfterTheLeadWeeks) {
  EXPECT_EQ(weight(bind({condition_on("dollar", Aggregation::each_week, 1, 1, 1.0, Unit::percent)}, 2)[0], 2, "dollar"),
            1.0);
}

// As of Monday 2026-01-19, a holiday, everything of the week of the 16th is public but the dollar index, which is due
// on the 20th; nothing is public of week 1.
TEST(MarketConditions, TakeThePublishedValuesOfTheRaggedEdgeAsKnown) {
  const auto calibration = shipped_calibration("global-etp");
  const HistoryView view = shipped_history("global-etp").as_of(reference_date());
  Findings findings;
  const Model model = build_model(calibration, scenario_of({}), &view, findings);
  EXPECT_EQ(model.lead_weeks, 1);
  ASSERT_EQ(model.constraints.size(), 12u);
  for (const LinearConstraint& row : model.constraints) {
    EXPECT_EQ(row.kind, ConditionKind::known);
    EXPECT_THAT(row.text, testing::HasSubstr("2026-01-16"));
    EXPECT_THAT(row.text, testing::Not(testing::HasSubstr("dollar")));
    for (const PathTerm& term : row.terms) EXPECT_EQ(term.week, 0);
  }
  EXPECT_EQ(*view.displayed(static_cast<std::size_t>(index_of("bitcoin")), *parse_date("2026-01-16")),
            std::find_if(model.constraints.begin(), model.constraints.end(), [](const auto& row) {
              return row.text.starts_with("bitcoin");
            })->asked);
  // A day later the dollar is out, and with it the week is whole: nothing is left to be known of the path.
  const HistoryView later = shipped_history("global-etp").as_of(*parse_date("2026-01-20"));
  const Model whole =
      build_model(std::make_shared<const Calibration>(calibrate(later, {})), scenario_of({}), &later, findings);
  EXPECT_EQ(whole.lead_weeks, 0);
  EXPECT_TRUE(whole.constraints.empty());
}

TEST(MarketConditions, WarnOfAConditionThatFollowsFromOthers) {
  Findings findings;
  const auto rows = bind({condition_on("cuts_priced_out", Aggregation::each_week, 1, 1, 12.0, Unit::basis_point),
                          condition_on("cuts_priced_out", Aggregation::each_week, 2, 2, 8.0, Unit::basis_point),
                          condition_on("cuts_priced_out", Aggregation::cumulative, 1, 2, 20.0, Unit::basis_point)},
                         findings);
  EXPECT_EQ(rows.size(), 2u);
  EXPECT_THAT(short_findings(findings), testing::ElementsAre("7:5 redundant-condition"));
  EXPECT_FALSE(findings.has_errors());
}

TEST(MarketConditions, RefuseConditionsThatCannotHoldTogether) {
  Findings findings;
  bind({condition_on("cuts_priced_out", Aggregation::each_week, 1, 1, 12.0, Unit::basis_point),
        condition_on("cuts_priced_out", Aggregation::average, 1, 2, 8.0, Unit::basis_point),
        condition_on("cuts_priced_out", Aggregation::each_week, 2, 2, 5.0, Unit::basis_point)},
       findings);
  EXPECT_THAT(short_findings(findings), testing::ElementsAre("7:5 contradictory-condition"));
  EXPECT_TRUE(findings.has_errors());
}

TEST(MarketConditions, CompareAConditionWithWhatIsAlreadyPublished) {
  // As of Saturday the 24th prices of week 1 are out and the world's flow is not.
  const Date saturday = *parse_date("2026-01-24");
  const HistoryView view = shipped_history("global-etp").as_of(saturday);
  const Calibration calibration = calibrate(view, {});
  ASSERT_EQ(date_text(calibration.week_one), "2026-01-23");
  const int lead = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
  const double came = *view.displayed(static_cast<std::size_t>(index_of("bitcoin")), calibration.week_one);
  Findings same, other;
  bind_market_conditions(calibration.market,
                         scenario_of({condition_on("bitcoin", Aggregation::each_week, 1, 1, came, Unit::percent)}),
                         &view, lead, same);
  bind_market_conditions(
      calibration.market,
      scenario_of({condition_on("bitcoin", Aggregation::each_week, 1, 1, came + 1.0, Unit::percent)}), &view, lead,
      other);
  EXPECT_THAT(short_findings(same), testing::ElementsAre("7:5 redundant-condition"));
  EXPECT_THAT(short_findings(other), testing::ElementsAre("7:5 contradictory-condition"));
}

}  // namespace
}  // namespace ebbtide
