#include "model/market_theta.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

TEST(MarketTheta, ReproducesTheReducedFormItWasStatedIn) {
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  Matrix lag(2, 2), covariance(2, 2);
  lag << 0.5, 0.1, 0.2, 0.4;
  covariance << 1.0, 0.3, 0.3, 0.5;
  EXPECT_LT((theta.lags[0] - lag).cwiseAbs().maxCoeff(), 1e-15);
  EXPECT_LT((theta.impact * theta.impact.transpose() - covariance).cwiseAbs().maxCoeff(), 1e-15);
  EXPECT_NEAR(theta.impact(1, 1), 0.64031242, 1e-8);
  EXPECT_NEAR(theta.constant(0), 0.1, 1e-15);
  EXPECT_NEAR(theta.constant(1), -0.2, 1e-15);
}

TEST(MarketTheta, DrawsTheMeanWhenNothingIsUncertain) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketSampler sampler(calibration.market);
  const MarketTheta mean = sampler.mean(), draw = sampler.draw(7, 123);
  EXPECT_EQ(mean.impact, draw.impact);
  EXPECT_EQ(mean.lags[1], draw.lags[1]);
  EXPECT_EQ(mean.constant, draw.constant);
}

TEST(MarketTheta, MeanPathIsTheUnconditionalMeanOfTheReferenceFixture) {
  const Calibration calibration = fixture::var_of_f2();
  const Matrix path = mean_path(MarketSampler(calibration.market).mean(), calibration.market.last_values, 3);
  Matrix expected(3, 2);
  expected << 0.5, -0.4, 0.31, -0.26, 0.229, -0.242;
  EXPECT_LT((path - expected).cwiseAbs().maxCoeff(), 1e-14);
}

TEST(MarketTheta, ShockResponsesEqualImpulseResponsesBeyondTheSecondWeek) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const int weeks = 8;
  const Matrix ones = Matrix::Ones(weeks, 2);
  std::vector<Matrix> psi{Matrix::Identity(2, 2)};
  for (std::size_t k = 1; k < weeks; ++k) {
    psi.push_back(psi[k - 1] * theta.lags[0]);
    if (k >= 2) psi[k] += psi[k - 2] * theta.lags[1];
  }
  for (int variable = 0; variable < 2; ++variable) {
    Matrix shocks = Matrix::Zero(1, 2 * weeks);
    shocks(0, variable) = 1.0;
    const Matrix response = shock_response(theta, ones, shocks);
    for (int week = 0; week < weeks; ++week) {
      const Vector expected = psi[static_cast<std::size_t>(week)] * theta.impact.col(variable);
      EXPECT_LT((response.row(0).segment(2 * week, 2).transpose() - expected).cwiseAbs().maxCoeff(), 1e-15)
          << "week " << week;
    }
  }
}

TEST(MarketTheta, ShockWeightsAreTheTransposeOfShockResponses) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  Matrix volatility(6, 2), shocks(1, 12), weights(1, 12);
  for (int i = 0; i < 12; ++i) {
    volatility(i / 2, i % 2) = 0.5 + 0.1 * i;
    shocks(0, i) = std::sin(1.0 + i);
    weights(0, i) = std::cos(2.0 * i);
  }
  const double forward = shock_response(theta, volatility, shocks).cwiseProduct(weights).sum();
  const double backward = shock_weights(theta, volatility, weights).cwiseProduct(shocks).sum();
  EXPECT_NEAR(forward, backward, 1e-13);
}

TEST(MarketTheta, VolatilityPathRevertsToTheLongRunOrIsHeld) {
  Calibration calibration = fixture::var_of_f2();
  calibration.market.volatility = {{"all", 0.97, 4.0, 1.0, 0.5}};
  const Matrix path = volatility_path(calibration.market, 3);
  EXPECT_DOUBLE_EQ(path(0, 0), 2.0);
  EXPECT_DOUBLE_EQ(path(1, 1), std::sqrt(2.5));
  EXPECT_DOUBLE_EQ(path(2, 0), std::sqrt(1.75));
  calibration.market.volatility[0].persistence = 1.0;
  EXPECT_DOUBLE_EQ(volatility_path(calibration.market, 3)(2, 0), 2.0);
}

}  // namespace
}  // namespace ebbtide
