#include "calibration/level_draw.h"

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

constexpr int kRows = 9;
constexpr double kLast = 0.7;

Vector seen_levels() {
  Vector seen(kRows);
  for (int row = 0; row < kRows; ++row) seen(row) = 0.5 + 0.3 * ((row * 7) % 5) - 0.1 * row;
  return seen;
}

struct Moments {
  Vector mean;
  Matrix covariance;
};

Moments of_draws(const WalkingLevel& level) {
  const auto draw = [&](const Vector& normals) { return Vector(draw_levels(level, seen_levels(), kLast, normals)); };
  Moments moments{draw(Vector::Zero(kRows - 1)).head(kRows - 1), Matrix()};
  Matrix spread(kRows - 1, kRows - 1);
  for (int row = 0; row < kRows - 1; ++row)
    spread.col(row) = draw(Vector::Unit(kRows - 1, row)).head(kRows - 1) - moments.mean;
  moments.covariance = spread * spread.transpose();
  return moments;
}

// The joint law of all levels and what is seen, conditioned on what is seen and on the last level.
Moments conditioned(const WalkingLevel& level) {
  Matrix covariance(kRows, kRows);
  for (int a = 0; a < kRows; ++a) {
    for (int b = 0; b < kRows; ++b) covariance(a, b) = level.variance + level.step_variance * (1 + std::min(a, b));
  }
  Matrix given(kRows + 1, kRows + 1);  // what is seen, then the last level
  given.topLeftCorner(kRows, kRows) = covariance + level.noise_variance * Matrix::Identity(kRows, kRows);
  given.col(kRows).head(kRows) = covariance.col(kRows - 1);
  given.row(kRows).head(kRows) = covariance.row(kRows - 1);
  given(kRows, kRows) = covariance(kRows - 1, kRows - 1);
  Matrix cross(kRows - 1, kRows + 1);
  cross << covariance.topRows(kRows - 1), covariance.col(kRows - 1).head(kRows - 1);
  Vector surprise(kRows + 1);
  surprise << seen_levels().array() - level.mean, kLast - level.mean;
  const Matrix gain = cross * given.fullPivLu().inverse();
  return {Vector::Constant(kRows - 1, level.mean) + gain * surprise,
          covariance.topLeftCorner(kRows - 1, kRows - 1) - gain * cross.transpose()};
}

double difference(const Moments& a, const Moments& b) {
  return std::max((a.mean - b.mean).cwiseAbs().maxCoeff(), (a.covariance - b.covariance).cwiseAbs().maxCoeff());
}

TEST(LevelDraw, HasTheMomentsOfTheJointLawGivenWhatIsSeenAndTheLastLevel) {
  const WalkingLevel level{0.2, 0.25, 0.04, 0.81};
  EXPECT_LT(difference(of_draws(level), conditioned(level)), 1e-10);
  WalkingLevel wrong = level;
  wrong.step_variance *= 1.01;
  EXPECT_GT(difference(of_draws(wrong), conditioned(level)), 1e-5);
  wrong = level;
  wrong.variance *= 1.01;
  EXPECT_GT(difference(of_draws(wrong), conditioned(level)), 1e-5);
}

TEST(LevelDraw, KeepsTheLastLevel) {
  EXPECT_EQ(draw_levels({}, seen_levels(), kLast, Vector::Ones(kRows - 1))(kRows - 1), kLast);
  EXPECT_EQ(draw_levels({}, Vector::Ones(1), kLast, Vector(0)).size(), 1);
}

}  // namespace
}  // namespace ebbtide
