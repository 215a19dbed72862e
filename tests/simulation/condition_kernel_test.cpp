#include "simulation/condition_kernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "math/special.h"
#include "simulation/block_simulator.h"
#include "support/market_fixture.h"
#include "support/market_paths.h"

namespace ebbtide {
namespace {

using fixture::between;
using fixture::model_of;
using fixture::moments_of;
using fixture::pin;
using fixture::simulate_market;
using fixture::soft;
using fixture::WeightedPaths;

// About 6e-5 false alarms per comparison.
constexpr double kErrors = 4.0;

void expect_moments(const Model& model, std::uint64_t seed, const std::vector<double>& mean,
                    const std::vector<double>& sd) {
  const auto paths = simulate_market(model, seed, 1'000'000);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const auto moments = moments_of(paths[i]);
    EXPECT_NEAR(moments.mean, mean[i], kErrors * moments.mean_error + 1e-6) << i;
    EXPECT_NEAR(moments.variance(), sd[i] * sd[i], kErrors * moments.variance_error + 2e-6) << i;
  }
}

TEST(ConditionKernel, GivesTheReferenceValuesOfTargets) {
  const Model model =
      model_of(fixture::var_of_f2(), 3,
               {soft(ConditionKind::target, 1, 0, 1.0, 0.5), soft(ConditionKind::target, 3, 0, 0.0, 0.5)});
  expect_moments(model, 21, {1.0, -0.260812, 0.418620, -0.162928, 0.0, -0.269352},
                 {0.5, 0.656041, 0.931303, 0.745009, 0.5, 0.730126});
}

const std::vector<LinearConstraint> kEvidence = {soft(ConditionKind::evidence, 1, 0, 1.0, 0.5),
                                                 soft(ConditionKind::evidence, 3, 0, 0.0, 0.5)};
const std::vector<double> kEvidenceMean = {0.886722, -0.292231, 0.395669, -0.184254, 0.055882, -0.261626};
const std::vector<double> kEvidenceSd = {0.444671, 0.652745, 0.924658, 0.742266, 0.458074, 0.726176};

TEST(ConditionKernel, GivesTheReferenceValuesOfEvidence) {
  expect_moments(model_of(fixture::var_of_f2(), 3, kEvidence), 22, kEvidenceMean, kEvidenceSd);
}

// Sightings without their drawn error: every path is moved to the posterior mean of its own draw, and the spread of the
// error is lost.
TEST(ConditionKernel, TheComparisonNoticesAnErrorOfEvidenceThatIsNotDrawn) {
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const Matrix ones = Matrix::Ones(3, 2);
  const ConditionBlock block = condition_blocks(kEvidence, 3, 2, PathKnowledge::full).front();
  const Conditioning maps = condition(theta, ones, block.rows);
  auto paths = simulate_market(model_of(calibration, 3), 22, 1'000'000);
  const Matrix gain =
      maps.gain.transpose() * (maps.strength.array() + 1.0).inverse().matrix().asDiagonal() * maps.rotation;
  std::vector<double> moved(paths[0].size());
  for (std::size_t path = 0; path < moved.size(); ++path) {
    moved[path] = paths[0][path] + gain(0, 0) * (1.0 - paths[0][path]) + gain(0, 1) * (0.0 - paths[4][path]);
  }
  const auto moments = moments_of(moved);
  EXPECT_NEAR(moments.mean, kEvidenceMean[0], kErrors * moments.mean_error);
  EXPECT_GT(std::abs(moments.variance() - kEvidenceSd[0] * kEvidenceSd[0]), kErrors * moments.variance_error);
}

TEST(ConditionKernel, GivesTheReferenceValuesOfTheSequentialPath) {
  Model model = model_of(fixture::var_of_f2(), 3, {pin(1, 0, 1.0), pin(3, 0, 0.0)});
  model.path = PathKnowledge::sequential;
  expect_moments(model, 23, {1.0, -0.25, 0.575, -0.1, 0.0, -0.23825},
                 {0.0, 0.640312, 1.002048, 0.752064, 0.0, 0.708271});
}

TEST(ConditionKernel, OneSequentialWeekIsTheFullPathOfThatWeek) {
  Model model =
      model_of(fixture::two_lag_market(5.0), 1, {soft(ConditionKind::evidence, 1, 1, 2.0, 0.3), pin(1, 0, 1.0)});
  const auto full = simulate_market(model, 24, 5'000);
  model.path = PathKnowledge::sequential;
  const auto sequential = simulate_market(model, 24, 5'000);
  for (std::size_t i = 0; i < full.size(); ++i) {
    for (std::size_t path = 0; path < full[i].size(); ++path) ASSERT_NEAR(full[i][path], sequential[i][path], 1e-10);
  }
}

TEST(ConditionKernel, ASequentialSumBindsInItsLastWeek) {
  LinearConstraint sum = pin(1, 0, 1.5);
  sum.terms = {{0, 0, 1.0}, {1, 0, 1.0}, {2, 0, 1.0}};
  const Calibration calibration = fixture::two_lag_market(5.0);
  Model model = model_of(calibration, 3, {sum});
  const auto free = simulate_market(model_of(calibration, 3), 25, 2'000);
  model.path = PathKnowledge::sequential;
  const auto bound = simulate_market(model, 25, 2'000);
  for (std::size_t path = 0; path < free[0].size(); ++path) {
    ASSERT_EQ(free[0][path], bound[0][path]);
    ASSERT_NEAR(free[3][path], bound[3][path], 1e-12);
    ASSERT_NEAR(bound[0][path] + bound[2][path] + bound[4][path], 1.5, 1e-11);
  }
}

// Reference values by quadrature, methods F.2: y1 seen at 3 with variance .25 under t(5).
struct HeavyReference {
  double mean, variance, upper;
};

void expect_heavy(ConditionKind kind, std::uint64_t seed, const HeavyReference& y1, const HeavyReference& y2) {
  const std::uint64_t paths = 4'000'000;
  const auto values =
      simulate_market(model_of(fixture::heavy_tailed_pair(), 1, {soft(kind, 1, 0, 3.0, 0.5)}), seed, paths);
  const HeavyReference references[] = {y1, y2};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto moments = moments_of(values[i]);
    EXPECT_NEAR(moments.mean, references[i].mean, kErrors * moments.mean_error + 5e-7) << i;
    EXPECT_NEAR(moments.variance(), references[i].variance, kErrors * moments.variance_error + 5e-7) << i;
    // The share below the quantile is binomial.
    double below = 0.0;
    for (const double value : values[i]) below += value < references[i].upper ? 1.0 : 0.0;
    const double n = static_cast<double>(paths);
    EXPECT_NEAR(below / n, 0.95, kErrors * std::sqrt(0.95 * 0.05 / n) + 1e-6) << i;
  }
}

TEST(ConditionKernel, GivesTheReferenceValuesOfTheHeavyTailedTarget) {
  expect_heavy(ConditionKind::target, 26, {3.0, 0.25, 3.822427}, {1.8, 2.37, 4.291773});
}

TEST(ConditionKernel, GivesTheReferenceValuesOfTheHeavyTailedEvidence) {
  expect_heavy(ConditionKind::evidence, 27, {2.674832, 0.253710, 3.506406}, {1.604899, 2.076685, 3.942237});
}

TEST(ConditionKernel, ASmallErrorTendsToTheHardPinAndALargeOneToNoCondition) {
  const Calibration calibration = fixture::two_lag_market(5.0);
  const auto hard = simulate_market(model_of(calibration, 3, {pin(2, 0, 2.0)}), 28, 4'000);
  const auto free = simulate_market(model_of(calibration, 3), 28, 4'000);
  for (const ConditionKind kind : {ConditionKind::target, ConditionKind::evidence}) {
    const auto sharp = simulate_market(model_of(calibration, 3, {soft(kind, 2, 0, 2.0, 1e-7)}), 28, 4'000);
    for (std::size_t i = 0; i < hard.size(); ++i) {
      for (std::size_t path = 0; path < 4'000; ++path) ASSERT_NEAR(sharp[i][path], hard[i][path], 2e-4) << i;
    }
  }
  const auto vague =
      simulate_market(model_of(calibration, 3, {soft(ConditionKind::evidence, 2, 0, 2.0, 1e6)}), 28, 4'000);
  for (std::size_t i = 0; i < free.size(); ++i) {
    for (std::size_t path = 0; path < 4'000; ++path) ASSERT_NEAR(vague[i][path], free[i][path], 2e-4) << i;
  }
}

// Evidence and bounds against rejection: paths of the market without them, kept with the probability of the sighting
// and thrown away outside the bounds.
TEST(ConditionKernel, BoundsAndEvidenceAgreeWithRejection) {
  const Calibration calibration = fixture::two_lag_market(5.0);
  const std::vector<LinearConstraint> conditions = {pin(1, 1, -0.5), soft(ConditionKind::evidence, 2, 0, 1.0, 0.8),
                                                    between(2, 1, -0.4, 0.3), between(3, 0, 0.2, INFINITY)};
  const WeightedPaths drawn = fixture::simulate_weighted(model_of(calibration, 3, conditions), 29, 400'000);
  const auto raw = simulate_market(model_of(calibration, 3, {pin(1, 1, -0.5)}), 30, 4'000'000);
  WeightedPaths kept;
  kept.values = raw;
  for (std::size_t path = 0; path < raw[0].size(); ++path) {
    const double sighting = (1.0 - raw[2][path]) / 0.8;
    const bool inside = raw[3][path] >= -0.4 && raw[3][path] <= 0.3 && raw[4][path] >= 0.2;
    kept.weights.push_back(inside ? std::exp(-0.5 * sighting * sighting) : 0.0);
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const auto [mean, mean_error] = drawn.mean(i);
    const auto [exact, exact_error] = kept.mean(i);
    EXPECT_NEAR(mean, exact, kErrors * std::hypot(mean_error, exact_error) + 1e-12) << i;
    const auto [square, square_error] = drawn.mean(i, 2);
    const auto [exact_square, exact_square_error] = kept.mean(i, 2);
    EXPECT_NEAR(square, exact_square, kErrors * std::hypot(square_error, exact_square_error) + 1e-12) << i;
  }
  for (std::size_t path = 0; path < drawn.weights.size(); ++path) {
    ASSERT_NEAR(drawn.values[1][path], -0.5, 1e-10);
    ASSERT_GE(drawn.values[3][path], -0.4 - 1e-9);
    ASSERT_LE(drawn.values[3][path], 0.3 + 1e-9);
    ASSERT_GE(drawn.values[4][path], 0.2 - 1e-9);
  }
  // The weights matter: without them the mean of week 3 is another one.
  WeightedPaths careless = drawn;
  std::fill(careless.weights.begin(), careless.weights.end(), 1.0);
  const auto [wrong, wrong_error] = careless.mean(4, 2);
  const auto [exact, exact_error] = kept.mean(4, 2);
  EXPECT_GT(std::abs(wrong - exact), kErrors * std::hypot(wrong_error, exact_error));
}

// Antolin-Diaz, Petrella and Rubio-Ramirez: the other shocks keep their unconditional law.
TEST(ConditionKernel, DriversLeaveTheOtherShocksAlone) {
  const Calibration calibration = fixture::two_lag_market();
  LinearConstraint second = pin(1, 1, 1.5);
  second.drivers = {1};
  const auto free = simulate_market(model_of(calibration, 3), 31, 5'000);
  const auto moved = simulate_market(model_of(calibration, 3, {second}), 31, 5'000);
  for (std::size_t path = 0; path < free[0].size(); ++path) {
    ASSERT_NEAR(moved[0][path], free[0][path], 1e-11);  // its own shock comes first and is not moved
    ASSERT_NEAR(moved[1][path], 1.5, 1e-11);
  }
  LinearConstraint any = pin(1, 1, 1.5);
  any.drivers = {0, 1};
  const auto all = simulate_market(model_of(calibration, 3, {any}), 31, 5'000);
  const auto unrestricted = simulate_market(model_of(calibration, 3, {pin(1, 1, 1.5)}), 31, 5'000);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t path = 0; path < 5'000; ++path) ASSERT_NEAR(all[i][path], unrestricted[i][path], 1e-9);
  }
}

}  // namespace
}  // namespace ebbtide
