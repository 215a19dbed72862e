#include "evaluation/high_weights.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/fund_fixture.h"

namespace ebbtide {
namespace {

// Weeks of independent standard normal returns after the closes given.
Model random_walk(std::vector<double> closes, int weeks, int window = 12) {
  Calibration calibration = fixture::two_funds();
  calibration.funds->flow.recent_log_closes = std::move(closes);
  calibration.funds->flow.drawdown_window = window;
  return fixture::model_of(calibration, weeks);
}

TEST(HighWeights, AreTheSharesOfPathsOnWhichACloseIsTheHigh) {
  const Matrix shares = high_weights(random_walk({0.0}, 3), {}, Executor(2));
  ASSERT_EQ(shares.rows(), 3);
  ASSERT_EQ(shares.cols(), 4);
  EXPECT_EQ(shares(0, 0), 1.0);
  // Four standard errors of a share: 0.045. After one step the old close is the high on half of all paths; after two,
  // by symmetry, the first and the last on 3/8 each.
  EXPECT_NEAR(shares(1, 0), 0.5, 0.045);
  EXPECT_NEAR(shares(2, 0), 0.375, 0.045);
  EXPECT_NEAR(shares(2, 1), 0.25, 0.045);
  EXPECT_NEAR(shares(2, 2), 0.375, 0.045);
  for (int week = 0; week < 3; ++week) EXPECT_NEAR(shares.row(week).sum(), 1.0, 1e-12);
}

TEST(HighWeights, KnowConditionsAndTheWindow) {
  const Matrix fallen = high_weights(random_walk({0.0}, 3), {fixture::pin(1, 0, -30.0)}, Executor(2));
  EXPECT_EQ(fallen(2, 0), 1.0);
  const Matrix forgotten = high_weights(random_walk({50.0, 0.0}, 2, 1), {}, Executor(2));
  EXPECT_EQ(forgotten(0, 1), 1.0);
  EXPECT_EQ(forgotten(1, 2), 1.0);
}

}  // namespace
}  // namespace ebbtide
