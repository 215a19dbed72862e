#include "model/flow_rows.h"

#include <gtest/gtest.h>

#include "support/fund_fixture.h"

namespace ebbtide {
namespace {

Model pinned_model() {
  Model model = fixture::model_of(fixture::two_funds(), 2);
  // The total in week 1 in % of AUM and, seen with an error, in week 2 in USD; the small fund in week 2.
  model.flow_pins = {{0, 0, -1, true, -2.0, 0.0}, {1, 1, -1, false, 15.0, 2.0}, {2, 1, 1, false, 0.5, 0.0}};
  return model;
}

TEST(FlowRows, OfProposalsHoldAumAtTheReference) {
  const Model model = pinned_model();
  const FlowNoiseLayout layout(model.flow_pins);
  const FundTheta theta = FundSampler(*model.calibration->funds).mean();
  const Matrix path = Matrix::Zero(2, 1);
  const FlowRows rows = linearise_flows(model, theta, layout, path);
  // x1 = 0.1 + 0.2 y1 + 0.5 n1; flow 2 = 0.01 (1 + 0.001) 1000 (0.1 + 0.3 x1 + 0.2 y2 + 0.5 n2).
  const double per_percent = 0.01 * 1000.0 * 1.001;
  EXPECT_NEAR(rows.reference(0), 0.1, 1e-12);
  EXPECT_NEAR(rows.weights(0, 0), 0.2, 1e-12);
  EXPECT_NEAR(rows.weights(1, 0), per_percent * 0.3 * 0.2, 1e-12);
  EXPECT_NEAR(rows.weights(1, 1), per_percent * 0.2, 1e-12);
  EXPECT_NEAR(rows.reference(1), per_percent * (0.1 + 0.3 * 0.1), 1e-12);
  EXPECT_NEAR(rows.noise(1, FlowNoiseLayout::residual_of_week(0)), per_percent * 0.3 * 0.5, 1e-12);
  EXPECT_NEAR(rows.noise(1, layout.error_of(1)), 2.0, 1e-12);
  EXPECT_NEAR(rows.sd(1), per_percent * 0.5, 1e-12);
}

TEST(FlowRows, DifferentiatedLetAumMove) {
  const Model model = pinned_model();
  const FlowNoiseLayout layout(model.flow_pins);
  const FundTheta theta = FundSampler(*model.calibration->funds).mean();
  Matrix path(2, 1);
  path << -3.0, 1.0;
  Vector noise = Vector::Constant(layout.count(), 0.3);
  const FlowRows rows = differentiate_flows(model, theta, layout, path, noise);
  constexpr double kStep = 1e-5;
  for (int input = 0; input < 2 + layout.count(); ++input) {
    const auto moved = [&](double by) {
      Matrix other = path;
      Vector draws = noise;
      (input < 2 ? other(input, 0) : draws(input - 2)) += by;
      return differentiate_flows(model, theta, layout, other, draws).reference;
    };
    const Vector slope = (moved(kStep) - moved(-kStep)) / (2.0 * kStep);
    for (int row = 0; row < 3; ++row) {
      double expected = input < 2 ? rows.weights(row, input) : rows.noise(row, input - 2);
      if (input >= 2 && input - 2 == layout.error_of(static_cast<std::size_t>(row))) expected -= 2.0;
      EXPECT_NEAR(slope(row), expected, 1e-6) << "row " << row << ", input " << input;
    }
  }
}

}  // namespace
}  // namespace ebbtide
