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
  const Matrix response = shock_response(theta, volatility, Matrix::Identity(n, n)).transpose();  // M
  Matrix selection = Matrix::Zero(static_cast<int>(constraints.size()), n);                       // C
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

// Pins, targets at a drawn value, sightings with noise and bounds, eight weeks and two lags, scales that differ by week
// and variable, and a mixing variable that is not 1.
struct MixedCase {
  MarketTheta theta = MarketSampler(fixture::two_lag_market().market).mean();
  Matrix last = fixture::two_lag_market().market.last_values;
  Matrix volatility = Matrix(8, 2);
  std::vector<LinearConstraint> constraints;
  Vector drawn;  // values of pins: targets where their own draw puts them
  double lambda = 2.3;
  ConditionBlock block;
  Conditioning maps;

  MixedCase() {
    for (int week = 0; week < 8; ++week) volatility.row(week) << 1.3 - 0.05 * week, 0.7 + 0.1 * week;
    add(ConditionKind::hard, {{0, 0, 1.0}}, 1.0);
    add(ConditionKind::hard, {{0, 1, 1.0}, {1, 1, 1.0}, {2, 1, 1.0}, {3, 1, 1.0}}, -1.5);
    add(ConditionKind::known, {{1, 0, 1.0}}, 0.2);
    add(ConditionKind::hard, {{5, 0, 1.0}, {5, 1, -1.0}}, 0.3);
    add(ConditionKind::target, {{4, 0, 0.25}, {5, 0, 0.25}, {6, 0, 0.25}, {7, 0, 0.25}}, 0.7, 0.4);
    add(ConditionKind::target, {{7, 1, 1.0}}, 2.0, 0.6);
    add(ConditionKind::evidence, {{2, 1, 1.0}}, -0.5, 0.3);
    add(ConditionKind::evidence, {{6, 0, 1.0}, {6, 1, 1.0}}, -0.2, 0.8);
    add(ConditionKind::evidence, {{3, 0, 1.0}, {4, 1, -2.0}}, 3.0, 0.5);
    add(ConditionKind::evidence, {{2, 1, 1.0}}, 0.4, 1.1);  // the first quantity again, less surely
    add(ConditionKind::inequality, {{4, 1, 1.0}}, 0.0);
    add(ConditionKind::inequality, {{3, 0, 1.0}, {7, 0, 1.0}}, 0.0);
    drawn.resize(6);
    drawn << 1.0, -1.5, 0.2, 0.3, 0.7 + 0.4 * 1.2, 2.0 - 0.6 * 0.8;
    block = condition_blocks(constraints, 8, 2, PathKnowledge::full).front();
    maps = condition(theta, volatility, block.rows);
  }
  void add(ConditionKind kind, std::vector<PathTerm> terms, double value, double sd = 0.0) {
    LinearConstraint constraint = fixture::soft(kind, 1, 0, value, sd);
    constraint.terms = std::move(terms);
    constraints.push_back(constraint);
  }
  Vector sighted() const {
    Vector values(4);
    for (int i = 0; i < 4; ++i) values(i) = constraints[block.sightings[static_cast<std::size_t>(i)]].value;
    return values;
  }
  Vector centre() const {
    const Matrix mean = mean_path(theta, last, 8).transpose();
    return Eigen::Map<const Vector>(mean.data(), mean.size());
  }
};

// Mean and covariance of the stacked path, in long double from the equations themselves.
struct LongLaw {
  LongVector mean = LongVector::Zero(16);
  LongMatrix covariance = LongMatrix::Zero(16, 16);
};

LongLaw prior_of(const MixedCase& mixed) {
  LongLaw law;
  const LongMatrix lags[] = {mixed.theta.lags[0].cast<long double>(), mixed.theta.lags[1].cast<long double>()};
  const LongMatrix last = mixed.last.cast<long double>();
  LongMatrix shocks = LongMatrix::Zero(16, 16);  // path by shock
  for (int t = 0; t < 8; ++t) {
    LongVector mean = mixed.theta.constant.cast<long double>();
    const LongMatrix scale = mixed.volatility.row(t).asDiagonal().toDenseMatrix().cast<long double>();
    shocks.block(2 * t, 2 * t, 2, 2) = mixed.theta.impact.cast<long double>() * scale;
    for (int k = 1; k <= 2; ++k) {
      const LongVector before =
          t >= k ? LongVector(law.mean.segment(2 * (t - k), 2)) : LongVector(last.row(k - t - 1).transpose());
      mean += lags[k - 1] * before;
      if (t >= k) shocks.middleRows(2 * t, 2) += (lags[k - 1] * shocks.middleRows(2 * (t - k), 2)).eval();
    }
    law.mean.segment(2 * t, 2) = mean;
  }
  law.covariance = static_cast<long double>(mixed.lambda) * shocks * shocks.transpose();
  return law;
}

// Pins without error and sightings with theirs in one stacked Gaussian update.
LongLaw posterior_of(const MixedCase& mixed) {
  LongLaw law = prior_of(mixed);
  const ConditionRows& rows = mixed.block.rows;
  LongMatrix stacked(10, 16), noise = LongMatrix::Zero(10, 10);
  stacked << rows.pins.cast<long double>(), rows.sightings.cast<long double>();
  noise.bottomRightCorner(4, 4) = (rows.noise * rows.noise.transpose()).cast<long double>();
  LongVector values(10);
  values << mixed.drawn.cast<long double>(), mixed.sighted().cast<long double>();
  const LongMatrix cross = stacked * law.covariance;
  const auto solver = (cross * stacked.transpose() + noise).eval().ldlt();
  law.mean += cross.transpose() * solver.solve(values - stacked * law.mean);
  law.covariance -= (cross.transpose() * solver.solve(cross)).eval();
  return law;
}

// How far a rotated sighting moves the path per unit of its gap.
Vector shares_of(const MixedCase& mixed) {
  return mixed.lambda * (mixed.lambda * mixed.maps.strength.array() + 1.0).inverse().matrix();
}

Vector rotated_gap(const MixedCase& mixed) {
  const Vector pin_gap = mixed.drawn - mixed.block.rows.pins * mixed.centre();
  return mixed.maps.rotation * (mixed.sighted() - mixed.block.rows.sightings * mixed.centre()) -
         mixed.maps.of_pins * pin_gap;
}

double worst(const Matrix& value, const LongMatrix& exact) {
  return static_cast<double>((value.cast<long double>() - exact).cwiseAbs().maxCoeff() / exact.cwiseAbs().maxCoeff());
}

TEST(Conditioner, MixedConditionsAgreeWithADenseStackedPosteriorInLongDouble) {
  const MixedCase mixed;
  const ConditionRows& rows = mixed.block.rows;
  ASSERT_EQ(mixed.block.pins.size() + mixed.block.sightings.size(), 10U);
  const LongLaw exact = posterior_of(mixed);

  const Vector pin_gap = mixed.drawn - rows.pins * mixed.centre();
  const Vector share = shares_of(mixed);
  const Vector mean = mixed.centre() + mixed.maps.pin_gain.transpose() * pin_gap +
                      mixed.maps.gain.transpose() * share.cwiseProduct(rotated_gap(mixed));
  EXPECT_LT(worst(mean, exact.mean), 1e-10);
  EXPECT_LT((rows.pins * mean - mixed.drawn).cwiseAbs().maxCoeff(), 1e-12);

  // A path drawn from the prior, moved: its spread is that of the moves, with the noises as they are drawn.
  const Matrix prior = prior_of(mixed).covariance.cast<double>();
  const Matrix onto_pins = Matrix::Identity(16, 16) - mixed.maps.pin_gain.transpose() * rows.pins;
  const Matrix onto_sightings = mixed.maps.gain.transpose() * share.asDiagonal();
  const Matrix kept = onto_pins - onto_sightings * mixed.maps.rotation * rows.sightings * onto_pins;
  const Matrix errors = onto_sightings * mixed.maps.noise;
  const Matrix covariance = kept * prior * kept.transpose() + errors * errors.transpose();
  EXPECT_LT(worst(covariance, exact.covariance), 1e-10);

  // The same with the mixing variable left at 1 in the sightings' share is another law.
  const Vector careless = (mixed.maps.strength.array() + 1.0).inverse();
  const Vector other = mixed.centre() + mixed.maps.pin_gain.transpose() * pin_gap +
                       mixed.maps.gain.transpose() * careless.cwiseProduct(rotated_gap(mixed));
  EXPECT_GT(worst(other, exact.mean), 1e-3);
}

TEST(Conditioner, RotatedSightingsAreIndependentWithNoiseOfVarianceOne) {
  const MixedCase mixed;
  const ConditionRows& rows = mixed.block.rows;
  EXPECT_LT((mixed.maps.noise * mixed.maps.noise.transpose() - Matrix::Identity(4, 4)).cwiseAbs().maxCoeff(), 1e-13);
  const Matrix onto_pins = Matrix::Identity(16, 16) - mixed.maps.pin_gain.transpose() * rows.pins;
  const Matrix given_pins = mixed.maps.rotation * rows.sightings * onto_pins;
  const Matrix covariance =
      given_pins * (prior_of(mixed).covariance.cast<double>() / mixed.lambda) * given_pins.transpose();
  const Matrix strength = mixed.maps.strength.asDiagonal();
  EXPECT_LT((covariance - strength).cwiseAbs().maxCoeff(), 1e-12 * mixed.maps.strength.maxCoeff());
}

TEST(Conditioner, BoundsGivenMixedConditionsAgreeWithTheDensePosterior) {
  const MixedCase mixed;
  const LongLaw exact = posterior_of(mixed);
  const LongMatrix bounds = mixed.block.rows.bounds.cast<long double>();
  const Vector share = shares_of(mixed);
  const Matrix& seen = mixed.maps.bound_of_sightings;
  const Vector pin_gap = mixed.drawn - mixed.block.rows.pins * mixed.centre();
  const Vector mean = mixed.block.rows.bounds * mixed.centre() + mixed.maps.bound_of_pins * pin_gap +
                      seen * share.cwiseProduct(rotated_gap(mixed));
  EXPECT_LT(worst(mean, bounds * exact.mean), 1e-10);
  const Matrix covariance = mixed.lambda * (mixed.maps.bound_covariance - seen * share.asDiagonal() * seen.transpose());
  EXPECT_LT(worst(covariance, bounds * exact.covariance * bounds.transpose()), 1e-10);
  // Covariance of bounds and path, which carries a bound's draw to the whole path.
  const Matrix carried = mixed.lambda * (mixed.maps.bound_gain - seen * share.asDiagonal() * mixed.maps.gain);
  EXPECT_LT(worst(carried, bounds * exact.covariance), 1e-10);
}

// The same market with its variables in the other order has another triangular factor of the same covariance: its
// shocks are turned.
TEST(Conditioner, SoftConditionsAndBoundsAreUnchangedWhenTheShockMatrixIsFactoredOtherwise) {
  const MixedCase mixed;
  const Matrix swap = (Matrix(2, 2) << 0, 1, 1, 0).finished();
  // Every week has one scale: a turn mixes shocks.
  const Matrix volatility = mixed.volatility.col(0).replicate(1, 2);
  const auto maps_of = [&](const Matrix& covariance) {
    const Calibration other = fixture::reduced_market(
        swap * mixed.theta.constant, {swap * mixed.theta.lags[0] * swap, swap * mixed.theta.lags[1] * swap},
        swap * covariance * swap, mixed.last * swap);
    std::vector<LinearConstraint> constraints = mixed.constraints;
    for (LinearConstraint& constraint : constraints) {
      for (PathTerm& term : constraint.terms) term.variable = 1 - term.variable;
    }
    return condition(MarketSampler(other.market).mean(), volatility,
                     condition_blocks(constraints, 8, 2, PathKnowledge::full).front().rows);
  };
  // Moves of the path per unit of a raw gap; axes of sightings are known up to their sign.
  const auto moves = [](const Conditioning& maps) {
    return Matrix(maps.gain.transpose() * maps.strength.asDiagonal() * maps.rotation);
  };
  Matrix reorder = Matrix::Zero(16, 16);
  for (int week = 0; week < 8; ++week) reorder.block(2 * week, 2 * week, 2, 2) = swap;
  const auto gap = [](const Matrix& a, const Matrix& b) {
    return (a - b).cwiseAbs().maxCoeff() / a.cwiseAbs().maxCoeff();
  };
  const Conditioning one = condition(mixed.theta, volatility, mixed.block.rows);
  const Conditioning two = maps_of(mixed.theta.impact * mixed.theta.impact.transpose());
  EXPECT_LT(gap(one.pin_gain, two.pin_gain * reorder), 1e-11);
  EXPECT_LT(gap(one.pin_root, two.pin_root), 1e-11);
  EXPECT_LT(gap(one.strength, two.strength), 1e-11);
  EXPECT_LT(gap(moves(one), reorder * moves(two)), 1e-11);
  EXPECT_LT(gap(one.bound_gain, two.bound_gain * reorder), 1e-11);
  EXPECT_LT(gap(one.bound_covariance, two.bound_covariance), 1e-11);
  EXPECT_LT(gap(one.bound_of_sightings * one.rotation, two.bound_of_sightings * two.rotation), 1e-11);
  // Another covariance is noticed.
  Matrix covariance = mixed.theta.impact * mixed.theta.impact.transpose();
  covariance(0, 0) += 0.1;
  EXPECT_GT(gap(moves(one), reorder * moves(maps_of(covariance))), 1e-3);
}

}  // namespace
}  // namespace ebbtide
