#include "model/conditioner.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using fixture::pin;

struct Exact {
  Vector mean;
  Vector sd;
};

// Mean and standard deviation of the conditioned path that the gain implies, weeks * variables.
Exact implied_law(const MarketTheta& theta, const Matrix& volatility, const Matrix& mean,
                  const std::vector<LinearConstraint>& constraints, const fixture::Pinned& conditioning) {
  const int weeks = static_cast<int>(mean.rows()), d = static_cast<int>(mean.cols()), n = weeks * d;
  Matrix response(n, n);  // M
  for (int k = 0; k < n; ++k) {
    Matrix shocks = Matrix::Zero(weeks, d);
    shocks(k / d, k % d) = 1.0;
    const Matrix column = shock_response(theta, volatility, shocks);
    for (int i = 0; i < n; ++i) response(i, k) = column(i / d, i % d);
  }
  Matrix selection = Matrix::Zero(static_cast<int>(constraints.size()), n);  // C
  Vector target(static_cast<int>(constraints.size())), center(n);
  for (int i = 0; i < n; ++i) center(i) = mean(i / d, i % d);
  for (std::size_t row = 0; row < constraints.size(); ++row) {
    target(static_cast<int>(row)) = constraints[row].value;
    for (const PathTerm& term : constraints[row].terms) {
      selection(static_cast<int>(row), term.week * d + term.variable) += term.weight;
    }
  }
  const Matrix update = Matrix::Identity(n, n) - conditioning.gain.transpose() * selection;
  const Matrix covariance = update * response * response.transpose() * update.transpose();
  return {center + conditioning.gain.transpose() * (target - selection * center),
          covariance.diagonal().cwiseMax(0.0).cwiseSqrt()};
}

TEST(Conditioner, GivesTheReferenceValuesOfTheHardPins) {
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const Matrix volatility = volatility_path(calibration.market, 3);
  const Matrix mean = mean_path(theta, calibration.market.last_values, 3);
  const std::vector<LinearConstraint> pins = {pin(1, 0, 1.0), pin(3, 0, 0.0)};
  const fixture::Pinned conditioning = fixture::pinned(theta, volatility, mean, pins);
  EXPECT_NEAR(conditioning.distance, 0.360613930845, 1e-12);
  const Exact law = implied_law(theta, volatility, mean, pins, conditioning);
  const double expected_mean[] = {1.0, -0.260812, 0.418620, -0.162928, 0.0, -0.269352};
  const double expected_sd[] = {0.0, 0.639487, 0.884883, 0.727874, 0.0, 0.702070};
  for (int i = 0; i < 6; ++i) {
    EXPECT_NEAR(law.mean(i), expected_mean[i], 1e-6) << i;
    EXPECT_NEAR(law.sd(i), expected_sd[i], 1e-6) << i;
  }
}

// Ten mixed conditions at eight weeks and two lags against a dense solve in long double.
struct DenseCase {
  Vector constant;
  std::vector<Matrix> lags;
  Matrix covariance, last;
  std::vector<LinearConstraint> constraints;
};

DenseCase dense_case() {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  DenseCase result{
      theta.constant, theta.lags, theta.impact * theta.impact.transpose(), calibration.market.last_values, {}};
  const auto row = [&](std::vector<PathTerm> terms, double value) {
    LinearConstraint constraint = pin(1, 0, value);
    constraint.terms = std::move(terms);
    result.constraints.push_back(constraint);
  };
  row({{0, 0, 1.0}}, 1.0);
  row({{2, 1, 1.0}}, -0.5);
  row({{0, 1, 1.0}, {1, 1, 1.0}, {2, 1, 1.0}, {3, 1, 1.0}}, -1.5);
  row({{4, 0, 0.25}, {5, 0, 0.25}, {6, 0, 0.25}, {7, 0, 0.25}}, 0.7);
  row({{5, 0, 1.0}, {5, 1, -1.0}}, 0.3);
  row({{7, 1, 1.0}}, 2.0);
  row({{1, 0, 1.0}, {2, 0, 1.0}}, 0.1);
  row({{6, 0, 1.0}, {6, 1, 1.0}}, -0.2);
  row({{3, 0, 1.0}, {4, 1, -2.0}}, 0.9);
  row({{4, 1, 1.0}}, -0.4);
  return result;
}

using LongMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
using LongVector = Eigen::Matrix<long double, Eigen::Dynamic, 1>;

TEST(Conditioner, AgreesWithADenseStackedSolveInLongDouble) {
  const DenseCase dense = dense_case();
  const int weeks = 8, d = 2, n = weeks * d, rows = 10;
  const fixture::StackedLaw law = fixture::stacked_law(dense.constant, dense.lags, dense.covariance, dense.last, weeks);
  LongMatrix selection = LongMatrix::Zero(rows, n);
  LongVector target(rows);
  for (int i = 0; i < rows; ++i) {
    target(i) = dense.constraints[static_cast<std::size_t>(i)].value;
    for (const PathTerm& term : dense.constraints[static_cast<std::size_t>(i)].terms) {
      selection(i, term.week * d + term.variable) += term.weight;
    }
  }
  const LongMatrix omega = law.covariance.cast<long double>();
  const LongMatrix s = selection * omega * selection.transpose();
  const LongVector gap = target - selection * law.mean.cast<long double>();
  const LongVector weights = s.ldlt().solve(gap);
  const LongMatrix gain = s.ldlt().solve(selection * omega);

  const MarketTheta theta = MarketSampler(fixture::two_lag_market().market).mean();
  const Matrix mean = mean_path(theta, dense.last, weeks);
  const fixture::Pinned conditioning = fixture::pinned(theta, Matrix::Ones(weeks, d), mean, dense.constraints);
  const double exact_distance = static_cast<double>(gap.dot(weights));
  EXPECT_NEAR(conditioning.distance, exact_distance, 1e-10 * exact_distance);
  EXPECT_LT((conditioning.gain - gain.cast<double>()).cwiseAbs().maxCoeff(),
            1e-10 * conditioning.gain.cwiseAbs().maxCoeff());
}

TEST(Conditioner, TheDenseComparisonNoticesASecondLagThatIsNotCarried) {
  DenseCase dense = dense_case();
  const MarketTheta theta = MarketSampler(fixture::two_lag_market().market).mean();
  MarketTheta forgetful = theta;
  forgetful.lags[1].setZero();
  const Matrix ones = Matrix::Ones(8, 2);
  const double right = fixture::pinned(theta, ones, mean_path(theta, dense.last, 8), dense.constraints).distance;
  const double wrong =
      fixture::pinned(forgetful, ones, mean_path(forgetful, dense.last, 8), dense.constraints).distance;
  EXPECT_GT(std::abs(right - wrong), 0.01 * right);
}

TEST(Conditioner, DistanceIsZeroAtTheUnconditionalMeanAndQuadraticAlongARay) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const Matrix ones = Matrix::Ones(4, 2);
  const Matrix mean = mean_path(theta, calibration.market.last_values, 4);
  const auto distance = [&](double step) {
    return fixture::pinned(theta, ones, mean, {pin(2, 0, mean(1, 0) + step), pin(4, 1, mean(3, 1) - 2.0 * step)})
        .distance;
  };
  EXPECT_NEAR(distance(0.0), 0.0, 1e-25);
  EXPECT_NEAR(distance(3.0), 9.0 * distance(1.0), 1e-12 * distance(3.0));
}

TEST(Conditioner, IsUnchangedWhenTheShockMatrixIsFactoredOtherwise) {
  const Calibration calibration = fixture::two_lag_market();
  MarketTheta theta = MarketSampler(calibration.market).mean();
  const Matrix ones = Matrix::Ones(4, 2);
  const Matrix mean = mean_path(theta, calibration.market.last_values, 4);
  const std::vector<LinearConstraint> pins = {pin(2, 0, 1.0), pin(4, 1, -1.0)};
  const fixture::Pinned one = fixture::pinned(theta, ones, mean, pins);
  // The same market with its variables in the other order: another triangular factor of the same covariance.
  Vector constant(2);
  constant << theta.constant(1), theta.constant(0);
  const Matrix swap = (Matrix(2, 2) << 0, 1, 1, 0).finished();
  const Matrix sigma = swap * theta.impact * theta.impact.transpose() * swap;
  const Calibration other =
      fixture::reduced_market(constant, {swap * theta.lags[0] * swap, swap * theta.lags[1] * swap}, sigma,
                              calibration.market.last_values * swap);
  const MarketTheta swapped = MarketSampler(other.market).mean();
  const fixture::Pinned two = fixture::pinned(swapped, ones, mean_path(swapped, other.market.last_values, 4),
                                              {pin(2, 1, 1.0), pin(4, 0, -1.0)});
  EXPECT_NEAR(one.distance, two.distance, 1e-13);
  for (int week = 0; week < 4; ++week) {
    EXPECT_NEAR(one.gain(0, 2 * week), two.gain(0, 2 * week + 1), 1e-13);
    EXPECT_NEAR(one.gain(1, 2 * week + 1), two.gain(1, 2 * week), 1e-13);
  }
}

}  // namespace
}  // namespace ebbtide
