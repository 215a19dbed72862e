#include "evaluation/plausibility.h"

#include <cmath>

#include <gtest/gtest.h>

#include "math/special.h"
#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

using fixture::between;
using fixture::model_of;
using fixture::pin;
using fixture::soft;

std::optional<Plausibility> judge(const Model& model, std::uint64_t seed = 81) {
  return plausibility(model, seed, draw_market(background_of(model), seed, kPlausibilityPaths, Executor(2)), nullptr,
                      Executor(2));
}

LinearConstraint known(int week, int variable, double value) {
  LinearConstraint row = pin(week, variable, value);
  row.kind = ConditionKind::known;
  return row;
}

TEST(Plausibility, IsNoneWithoutConditionsOfTheUser) {
  EXPECT_FALSE(judge(model_of(fixture::var_of_f2(), 2)).has_value());
  EXPECT_FALSE(judge(model_of(fixture::var_of_f2(), 2, {known(1, 0, 1.0)})).has_value());
}

TEST(Plausibility, GivesTheReferenceValues) {
  const auto result = judge(model_of(fixture::var_of_f2(), 3, {pin(1, 0, 1.0), pin(3, 0, 0.0)}));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->conditions, 2);
  EXPECT_EQ(result->bounds, 0);
  EXPECT_NEAR(*result->distance, 0.360613930845, 1e-12);
  EXPECT_NEAR(*result->p_value, 0.835013851687, 1e-12);
  EXPECT_FALSE(result->bounds_probability.has_value());
  EXPECT_FALSE(result->past.has_value());
  EXPECT_EQ(result->earlier.size(), 1u);
}

// Parameters are known here, so the share of paths is the p-value but for simulation error.
void expect_share_near_p(const Model& model, std::uint64_t seed) {
  const auto result = judge(model, seed);
  ASSERT_TRUE(result.has_value());
  ASSERT_TRUE(result->simulated_share.has_value());
  EXPECT_GT(*result->p_value, 0.005);
  EXPECT_LT(*result->p_value, 0.9);
  EXPECT_GT(result->simulated_share->standard_error, 0.0);
  EXPECT_LT(result->simulated_share->standard_error, 0.006);
  EXPECT_NEAR(result->simulated_share->value, *result->p_value, 4.0 * result->simulated_share->standard_error);
}

TEST(Plausibility, TheSimulatedShareAgreesWithThePValue) {
  expect_share_near_p(model_of(fixture::two_lag_market(), 3, {pin(1, 0, 1.5), pin(3, 1, -1.0)}), 82);
  expect_share_near_p(model_of(fixture::two_lag_market(5.0), 3, {pin(1, 0, 2.5), pin(3, 1, -2.0)}), 83);
  expect_share_near_p(
      model_of(fixture::two_lag_market(5.0), 3, {known(1, 0, 3.0), known(1, 1, 1.0), pin(2, 0, 2.5), pin(3, 1, -2.0)}),
      84);
}

// Under a normal law the error of evidence adds to the covariance, and the share needs an error drawn on every path.
TEST(Plausibility, TheSimulatedShareDrawsTheErrorOfEvidence) {
  expect_share_near_p(
      model_of(fixture::two_lag_market(), 3,
               {soft(ConditionKind::evidence, 1, 0, 2.5, 1.0), soft(ConditionKind::evidence, 2, 1, -1.5, 2.0)}),
      85);
}

// A target is measured at its centre: it asks for a law, and the law's own spread is not held against it.
TEST(Plausibility, MeasuresTargetsAtTheirCentre) {
  const auto target = judge(model_of(fixture::two_lag_market(5.0), 2, {soft(ConditionKind::target, 2, 0, 2.0, 0.7)}));
  const auto hard = judge(model_of(fixture::two_lag_market(5.0), 2, {pin(2, 0, 2.0)}));
  EXPECT_EQ(*target->distance, *hard->distance);
  EXPECT_EQ(*target->p_value, *hard->p_value);
}

TEST(Plausibility, GivesBoundsAProbabilityInsteadOfADistance) {
  const auto result = judge(model_of(fixture::var_of_f2(), 1, {between(1, 0, 1.0, 2.0)}));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->conditions, 0);
  EXPECT_EQ(result->bounds, 1);
  EXPECT_FALSE(result->distance.has_value());
  ASSERT_TRUE(result->bounds_probability.has_value());
  // y1(1) ~ N(.5, 1); one bound under a normal law leaves every path the same weight.
  EXPECT_NEAR(result->bounds_probability->value, normal_cdf(1.5) - normal_cdf(0.5), 1e-9);
}

TEST(Plausibility, TakesTheProbabilityOfBoundsGivenTheOtherConditions) {
  const auto result = judge(model_of(fixture::heavy_tailed_pair(), 1, {pin(1, 0, 3.0), between(1, 1, 1.8, INFINITY)}));
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->conditions, 1);
  // Methods F.2: y2 given y1 = 3 is t(6) about 1.8.
  EXPECT_NEAR(result->bounds_probability->value, 0.5, 1e-9);
  const auto tail =
      judge(model_of(fixture::heavy_tailed_pair(), 1, {pin(1, 0, 3.0), between(1, 1, 4.174606, INFINITY)}));
  EXPECT_NEAR(tail->bounds_probability->value, 0.05, 4.0 * tail->bounds_probability->standard_error);
  EXPECT_GT(tail->bounds_probability->standard_error, 0.0);
}

TEST(Plausibility, SaysNothingOfThePastWhereDriversAreNamed) {
  LinearConstraint row = pin(2, 0, 2.0);
  row.drivers = {1};
  const auto result = judge(model_of(fixture::var_of_f2(), 2, {row}));
  ASSERT_TRUE(result.has_value());
  EXPECT_GT(*result->distance, 100.0);
  EXPECT_FALSE(result->simulated_share.has_value());
}

// Parameters are drawn: pins at three standard deviations of the posterior-mean law are passed more often than that law
// says, and never by an order of magnitude.
TEST(Plausibility, TheShareOfACalibratedMarketKnowsParameterUncertainty) {
  const HistoryView view = fixture::shipped_history("global-etp").as_of(fixture::reference_date());
  Scenario scenario;
  scenario.horizon_weeks = 4;
  MarketCondition condition;
  condition.terms = {{"bitcoin", 1.0}};
  condition.aggregation = Aggregation::cumulative;
  condition.weeks = {1, 4};
  condition.value = {-25.0, Unit::percent};
  scenario.conditions = {condition};
  Findings findings;
  const Model model = build_model(fixture::shipped_calibration("global-etp"), scenario, &view, findings);
  const auto result = plausibility(model, 91, draw_market(background_of(model), 91, kPlausibilityPaths, Executor(2)),
                                   &view, Executor(2));
  ASSERT_TRUE(result.has_value());
  EXPECT_GT(result->simulated_share->value, *result->p_value);
  EXPECT_LT(result->simulated_share->value, 3.0 * *result->p_value);
  ASSERT_TRUE(result->past.has_value());
  EXPECT_EQ(result->past->weeks, 4);
  EXPECT_EQ(result->past->similar.size(), kSimilarWindows);
}

}  // namespace
}  // namespace ebbtide
