#include "model/assumptions.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "calibration/calibration_json.h"
#include "model/market_theta.h"
#include "model/model.h"
#include "model/parameter_draw.h"
#include "support/hand_written.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

RegressionPosterior posterior_of() {
  RegressionPosterior posterior;
  posterior.regressors = {"one", "two", "three"};
  posterior.mean = (Vector(3) << 1.0, -2.0, 0.5).finished();
  posterior.unit_covariance = (Matrix(3, 3) << 0.5, 0.2, -0.1, 0.2, 0.4, 0.15, -0.1, 0.15, 0.3).finished();
  posterior.residual_variance = 4.0;
  posterior.degrees_of_freedom = 12.0;
  return posterior;
}

Assumption assumption_of(const std::string& of, const std::string& to, Quantity per, Quantity is, double sd) {
  Assumption assumption;
  assumption.of = of;
  assumption.to = to;
  assumption.per = per;
  assumption.is = is;
  assumption.sd = sd;
  return assumption;
}

const RegressionPosterior& equation_of(const Calibration& calibration, const std::string& name) {
  const int index = variable_index(calibration.market.variables, name);
  return calibration.market.equations[static_cast<std::size_t>(index)].posterior;
}

int regressor_of(const RegressionPosterior& posterior, const std::string& name) {
  const auto found = std::find(posterior.regressors.begin(), posterior.regressors.end(), name);
  return static_cast<int>(found - posterior.regressors.begin());
}

// Mean and sd of 40,000 draws within four standard errors; t_12 has kurtosis 3.75, so the variance's relative error is
// sqrt(2.75 / n).
TEST(StatedCoefficients, HaveTheAuthorsMeanAndDeviationInTheDraws) {
  const RegressionSampler sampler(with_coefficients(posterior_of(), {{1, 3.0, 0.7}}));
  const int n = 40'000;
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < n; ++i) {
    const double value = sampler.draw(5, static_cast<std::uint64_t>(i), 1).coefficients(1) - 3.0;
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / n, 0.0, 4.0 * 0.7 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 0.49, 4.0 * 0.49 * std::sqrt(2.75 / n));
}

// The regression of the others on the stated coefficient: slope, residual variance and value at a point are as before.
TEST(StatedCoefficients, LeaveTheLawOfTheOthersGivenThem) {
  const RegressionPosterior before = posterior_of();
  const RegressionPosterior after = with_coefficients(before, {{1, 3.0, 0.7}});
  for (const int i : {0, 2}) {
    const double slope = before.unit_covariance(i, 1) / before.unit_covariance(1, 1);
    EXPECT_NEAR(after.unit_covariance(i, 1) / after.unit_covariance(1, 1), slope, 1e-12);
    EXPECT_NEAR(after.mean(i) - slope * after.mean(1), before.mean(i) - slope * before.mean(1), 1e-12);
    for (const int j : {0, 2}) {
      const auto rest = [&](const Matrix& v) { return v(i, j) - v(i, 1) * v(1, j) / v(1, 1); };
      EXPECT_NEAR(rest(after.unit_covariance), rest(before.unit_covariance), 1e-12);
    }
  }
  EXPECT_EQ(after.residual_variance, before.residual_variance);
  EXPECT_EQ(after.degrees_of_freedom, before.degrees_of_freedom);
}

TEST(StatedCoefficients, WithTheDatasOwnLawChangeNothing) {
  const RegressionPosterior before = posterior_of();
  const RegressionPosterior after = with_coefficients(before, {{2, before.mean(2), before.coefficient_sd(2)}});
  EXPECT_TRUE(after.mean.isApprox(before.mean, 1e-14));
  EXPECT_TRUE(after.unit_covariance.isApprox(before.unit_covariance, 1e-14));
}

TEST(StatedCoefficients, OfOneEquationAreIndependentOfEachOther) {
  const RegressionPosterior after = with_coefficients(posterior_of(), {{2, 1.0, 0.3}, {0, -1.0, 0.2}});
  EXPECT_EQ(after.mean(0), -1.0);
  EXPECT_EQ(after.mean(2), 1.0);
  EXPECT_NEAR(after.coefficient_sd(0), 0.2, 1e-14);
  EXPECT_NEAR(after.coefficient_sd(2), 0.3, 1e-14);
  EXPECT_NEAR(after.unit_covariance(0, 2), 0.0, 1e-15);
}

TEST(StatedCoefficients, WithoutDeviationAreExactInEveryDraw) {
  const RegressionSampler sampler(with_coefficients(posterior_of(), {{0, -0.25, 0.0}}));
  for (std::uint64_t group = 0; group < 100; ++group) EXPECT_EQ(sampler.draw(5, group, 1).coefficients(0), -0.25);
}

TEST(StatedCoefficients, KnownExactlyTellNothingOfTheOthers) {
  RegressionPosterior before = posterior_of();
  before.unit_covariance.row(1).setZero();
  before.unit_covariance.col(1).setZero();
  const RegressionPosterior after = with_coefficients(before, {{1, 3.0, 0.7}});
  EXPECT_EQ(after.mean(0), before.mean(0));
  EXPECT_EQ(after.unit_covariance(0, 0), before.unit_covariance(0, 0));
  EXPECT_NEAR(after.coefficient_sd(1), 0.7, 1e-14);
}

TEST(Assumptions, SetTheResponseOfBitcoinInTheUnitsOfTheEquations) {
  const auto data = fixture::shipped_calibration("global-etp");
  Findings findings;
  const AssumedCalibration assumed = assume_responses(
      data, {assumption_of("bitcoin", "cuts_priced_out", {10.0, Unit::basis_point}, {-2.0, Unit::percent}, 1.0)},
      findings);
  EXPECT_TRUE(findings.empty());
  const RegressionPosterior& before = equation_of(*data, "bitcoin");
  const RegressionPosterior& after = equation_of(*assumed.calibration, "bitcoin");
  const int k = regressor_of(after, "cuts_priced_out");
  EXPECT_NEAR(after.mean(k), 100.0 * std::log(0.98) / 10.0, 1e-12);
  EXPECT_NEAR(after.coefficient_sd(k), 1.0 / 0.98 / 10.0, 1e-12);
  ASSERT_EQ(assumed.responses.size(), 1u);
  const StatedResponse& response = assumed.responses.front();
  EXPECT_EQ(response.stated.value, -2.0);
  EXPECT_EQ(response.stated_sd, 1.0);
  EXPECT_NEAR(response.estimate, 100.0 * std::expm1(0.1 * before.mean(k)), 1e-12);
  EXPECT_NEAR(response.estimate_sd, 10.0 * before.coefficient_sd(k) * std::exp(0.1 * before.mean(k)), 1e-12);
  // The data's calibration is as it was, and equations without a stated response are shared by value.
  EXPECT_NE(before.mean(k), after.mean(k));
  EXPECT_EQ(equation_of(*data, "ether").mean, equation_of(*assumed.calibration, "ether").mean);
}

// Ether stands net of Bitcoin: as Bitcoin rises by 10 % with all else held, Ether's own price rises by 12 %.
TEST(Assumptions, OfAPriceNetOfAnotherMeanThePriceItself) {
  const auto data = fixture::shipped_calibration("us-spot-etf");
  Findings findings;
  const AssumedCalibration assumed = assume_responses(
      data, {assumption_of("ether", "bitcoin", {10.0, Unit::percent}, {12.0, Unit::percent}, 0.0)}, findings);
  const RegressionPosterior& after = equation_of(*assumed.calibration, "ether");
  EXPECT_NEAR(after.mean(regressor_of(after, "bitcoin")), std::log(1.12) / std::log(1.1) - 1.0, 1e-12);
  const MarketTheta theta = MarketSampler(assumed.calibration->market).draw(1, 7);
  const int bitcoin = variable_index(assumed.calibration->market.variables, "bitcoin");
  const int ether = variable_index(assumed.calibration->market.variables, "ether");
  const double ratio = theta.impact(ether, bitcoin) / theta.impact(bitcoin, bitcoin);
  EXPECT_NEAR(100.0 * std::expm1((1.0 + ratio) * std::log(1.1)), 12.0, 1e-9);
}

TEST(Assumptions, SetTheResponseOfTheFlowInPercentOfAum) {
  const auto data = fixture::shipped_calibration("global-etp");
  Findings findings;
  const AssumedCalibration assumed = assume_responses(
      data, {assumption_of("flow", "return", {2.0, Unit::percent}, {0.6, Unit::percent}, 0.1)}, findings);
  const RegressionPosterior& after = assumed.calibration->funds->flow.posterior;
  EXPECT_NEAR(after.mean(FlowPosterior::kReturn), 0.3, 1e-12);
  EXPECT_NEAR(after.coefficient_sd(FlowPosterior::kReturn), 0.05, 1e-12);
  EXPECT_NEAR(assumed.responses.front().estimate, 2.0 * data->funds->flow.posterior.mean(FlowPosterior::kReturn),
              1e-12);
}

TEST(Assumptions, OfNobodyShareTheCalibration) {
  const auto data = fixture::shipped_calibration("global-etp");
  Findings findings;
  EXPECT_EQ(assume_responses(data, {}, findings).calibration, data);
}

TEST(Assumptions, AreRefusedWhereTheCalibrationHoldsNoSuchResponse) {
  Findings findings;
  Json written = fixture::triangular_calibration();
  written["funds"] = nullptr;
  written["market"]["equations"][1]["coefficients"][0]["kind"] = "constant";
  const auto calibration =
      std::make_shared<const Calibration>(*calibration_from_json(written, "by-hand.json", findings));
  const AssumedCalibration assumed =
      assume_responses(calibration,
                       {assumption_of("bitcoin", "rate", {10.0, Unit::basis_point}, {-2.0, Unit::percent}, 0.0),
                        assumption_of("flow", "return", {1.0, Unit::percent}, {0.5, Unit::percent}, 0.0)},
                       findings);
  ASSERT_EQ(findings.count(Severity::error), 2u);
  for (const Finding& finding : findings.sorted()) EXPECT_EQ(finding.code, "no-such-response");
}

TEST(Assumptions, WithADeviationNeedAResidualVarianceWithAMean) {
  Findings findings;
  Json written = fixture::triangular_calibration();
  written["market"]["equations"][1]["degrees_of_freedom"] = 2;
  written["market"]["equations"][1]["coefficients"][0].erase("sd");
  const auto calibration =
      std::make_shared<const Calibration>(*calibration_from_json(written, "by-hand.json", findings));
  const auto with_sd = [&](double sd) {
    Findings own;
    assume_responses(calibration,
                     {assumption_of("bitcoin", "rate", {10.0, Unit::basis_point}, {-2.0, Unit::percent}, sd)}, own);
    return own.count(Severity::error);
  };
  EXPECT_EQ(with_sd(0.0), 0u);
  EXPECT_EQ(with_sd(0.5), 1u);
}

}  // namespace
}  // namespace ebbtide
