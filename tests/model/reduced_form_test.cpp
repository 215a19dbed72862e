#include "model/reduced_form.h"

#include <gtest/gtest.h>

#include "model/market_theta.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

TEST(ReducedForm, ComesBackFromItsTriangularEquationsInFourDimensionsAndTwoLags) {
  Matrix root(4, 4), first(4, 4), second(4, 4);
  for (int i = 0; i < 16; ++i) {
    root(i / 4, i % 4) = std::sin(1.0 + 3.0 * i);
    first(i / 4, i % 4) = 0.3 * std::cos(2.0 * i);
    second(i / 4, i % 4) = 0.1 * std::sin(5.0 * i);
  }
  const Matrix covariance = root * root.transpose() + 0.1 * Matrix::Identity(4, 4);
  const Vector constant = (Vector(4) << 1.0, -2.0, 0.5, 3.0).finished();
  const Calibration calibration = fixture::reduced_market(constant, {first, second}, covariance, Matrix::Zero(2, 4));
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  EXPECT_LT((theta.constant - constant).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((theta.lags[0] - first).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((theta.lags[1] - second).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((theta.impact * theta.impact.transpose() - covariance).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(ReducedForm, MakesEquationsThatUseOnlyEarlierVariablesOfTheSameWeek) {
  const Calibration calibration = fixture::var_of_f2();
  const MarketEquation& second = calibration.market.equations[1];
  EXPECT_EQ(second.regressors.back().kind, MarketRegressor::Kind::same_week);
  EXPECT_NEAR(second.posterior.mean(second.posterior.mean.size() - 1), 0.3, 1e-15);  // regression of y2 on y1
  EXPECT_NEAR(second.posterior.residual_variance, 0.5 - 0.3 * 0.3, 1e-15);
}

}  // namespace
}  // namespace ebbtide
