#include "model/condition_response.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using fixture::pin;
using fixture::soft;

constexpr int kWeeks = 4;

// The two-lag market's law as its fixture declares it.
fixture::StackedLaw dense_law(const Calibration& calibration) {
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  return fixture::stacked_law(theta.constant, theta.lags, fixture::reduced_covariance(theta.impact),
                              calibration.market.last_values, kWeeks);
}

Matrix dense_rows(const std::vector<LinearConstraint>& rows) {
  Matrix result = Matrix::Zero(static_cast<Eigen::Index>(rows.size()), 2 * kWeeks);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const PathTerm& term : rows[i].terms)
      result(static_cast<Eigen::Index>(i), term.week * 2 + term.variable) += term.weight;
  }
  return result;
}

ConditionResponse response(const Calibration& calibration, const std::vector<LinearConstraint>& rows,
                           PathKnowledge knowledge, const FlowSystem& flows) {
  return condition_response(calibration.market, MarketSampler(calibration.market).mean(), kWeeks, rows, knowledge,
                            flows);
}

FlowSystem no_flows() {
  return {Matrix::Zero(0, 2 * kWeeks), Matrix::Zero(0, 0), Vector()};
}

TEST(ConditionResponse, IsTheJointGainOfPinsSightingsAndFlows) {
  const Calibration calibration = fixture::two_lag_market();
  const fixture::StackedLaw law = dense_law(calibration);
  std::vector<LinearConstraint> rows = {pin(2, 0, 1.5), soft(ConditionKind::evidence, 3, 1, -1.0, 0.5), pin(4, 1, 0.3)};
  rows[2].terms.push_back({1, 1, 1.0});
  FlowSystem flows{Matrix::Zero(1, 2 * kWeeks), Matrix(1, 2), Vector::Constant(1, 2.0)};
  flows.weights << 0.2, 0.0, 0.5, -0.1, 0.0, 0.3, 0.0, 0.0;
  flows.noise << 0.7, 0.4;
  const ConditionResponse found = response(calibration, rows, PathKnowledge::full, flows);

  // Path and noises as one Gaussian vector, all rows seen at once.
  const Eigen::Index path = 2 * kWeeks;
  Matrix covariance = Matrix::Zero(path + 2, path + 2);
  covariance.topLeftCorner(path, path) = law.covariance;
  covariance.bottomRightCorner(2, 2).setIdentity();
  Vector mean = Vector::Zero(path + 2);
  mean.head(path) = law.mean;
  Matrix seen = Matrix::Zero(4, path + 2);
  seen.topLeftCorner(3, path) = dense_rows(rows);
  seen.block(3, 0, 1, path) = flows.weights;
  seen.block(3, path, 1, 2) = flows.noise;
  Matrix spread = seen * covariance * seen.transpose();
  spread(1, 1) += 0.25;
  const Matrix gain = covariance * seen.transpose() * spread.inverse();
  Vector value(4);
  value << 1.5, -1.0, 0.3, 2.0;
  EXPECT_LT((found.gain - gain).cwiseAbs().maxCoeff(), 1e-10);
  EXPECT_LT((found.mean - mean - gain * (value - seen * mean)).cwiseAbs().maxCoeff(), 1e-10);
}

TEST(ConditionResponse, OfASequentialPathReachesForwardOnly) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const ConditionResponse found =
      response(calibration, {pin(2, 0, 1.5), pin(3, 1, 0.0)}, PathKnowledge::sequential, no_flows());
  // A pin in week 2 moves the other variable of that week by their covariance; then the lags carry both.
  const Matrix covariance = fixture::reduced_covariance(theta.impact);
  Vector second(2);
  second << 1.0, covariance(1, 0) / covariance(0, 0);
  EXPECT_LT(found.gain.col(0).head(2).norm(), 1e-15);
  EXPECT_LT((found.gain.col(0).segment(2, 2) - second).norm(), 1e-12);
  // In week 3 variable 2 is held, so variable 1 gives back what the held shock would have brought it.
  const Vector carried = theta.lags[0] * second;
  EXPECT_NEAR(found.gain(4, 0), carried(0) - covariance(0, 1) / covariance(1, 1) * carried(1), 1e-12);
  EXPECT_NEAR(found.gain(5, 0), 0.0, 1e-12);
  EXPECT_LT(found.gain.col(1).head(4).norm(), 1e-15);
  EXPECT_NEAR(found.mean(2), 1.5, 1e-12);
  EXPECT_NEAR(found.mean(5), 0.0, 1e-12);
}

TEST(ConditionResponse, LetsNamedShocksAloneDeliver) {
  const Calibration calibration = fixture::two_lag_market();
  LinearConstraint row = pin(1, 1, 1.0);
  row.drivers = {1};
  const ConditionResponse found = response(calibration, {row}, PathKnowledge::full, no_flows());
  // The second shock of the triangular system does not move the first variable in its week.
  EXPECT_NEAR(found.gain(0, 0), 0.0, 1e-12);
  EXPECT_NEAR(found.gain(1, 0), 1.0, 1e-12);
}

TEST(ConditionResponse, WeighsEvidenceAtTheMixingThatThePinsImply) {
  const Calibration calibration = fixture::heavy_tailed_pair();
  const double far = 4.0, sd = 1.0;
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const ConditionResponse found =
      condition_response(calibration.market, theta, 1, {pin(1, 0, far), soft(ConditionKind::evidence, 1, 1, 0.0, sd)},
                         PathKnowledge::full, {Matrix::Zero(0, 2), Matrix::Zero(0, 0), Vector()});
  const double variance = 5.0 / 3.0, left = variance * (1.0 - 0.36);
  const double lambda = (3.0 + far * far / variance) / 4.0;  // (nu - 2 + q) / (nu + r - 2), nu = 5
  EXPECT_NEAR(found.gain(1, 1), lambda * left / (lambda * left + sd * sd), 1e-12);
}

}  // namespace
}  // namespace ebbtide
