#include "model/fund_linearisation.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/fund_fixture.h"

namespace ebbtide {
namespace {

struct Weeks {
  double x1, x2, aum1, aum2;
};

// The flow equation of the two funds by hand: x = 0.1 + 0.3 x[-1] + 0.2 r + 0.5 n.
Weeks by_hand(double y1, double y2, double n1) {
  const double r1 = std::expm1(0.01 * y1), r2 = std::expm1(0.01 * y2);
  Weeks weeks{};
  weeks.x1 = 0.1 + 0.2 * 100.0 * r1 + 0.5 * n1;
  weeks.aum1 = 1000.0 * (1.0 + r1 + 0.01 * weeks.x1);
  weeks.x2 = 0.1 + 0.3 * weeks.x1 + 0.2 * 100.0 * r2;
  weeks.aum2 = weeks.aum1 * (1.0 + r2 + 0.01 * weeks.x2);
  return weeks;
}

struct Family {
  explicit Family(std::vector<FlowPin> pins) : model(fixture::model_of(fixture::two_funds(), 2)), layout(pins) {
    model.flow_pins = std::move(pins);
    theta = FundSampler(*model.calibration->funds).mean();
  }
  Model model;
  FlowNoiseLayout layout;
  FundTheta theta;
};

TEST(FundLinearisation, HasTheSlopesOfTheFlowEquationAndItsShocks) {
  const Family family({{0, 0, -1, true, -2.0, 0.0}});  // the total's residual of week 1 is an input
  Matrix path(2, 1);
  path << -4.0, 3.0;
  Vector noise = Vector::Zero(family.layout.count());
  noise(FlowNoiseLayout::residual_of_week(0)) = -1.5;
  FundLinearisation funds(family.model, family.theta, family.layout, path, noise,
                          FundLinearisation::Detail::derivative);
  funds.open_week(0);
  const FundLinearisation::PinnedFlow pinned = funds.pin(0);
  const Weeks at = by_hand(-4.0, 3.0, -1.5);
  EXPECT_NEAR(pinned.flow.value, at.x1, 1e-12);
  EXPECT_NEAR(pinned.flow.slope(2 + FlowNoiseLayout::residual_of_week(0)), 0.5, 1e-15);
  funds.close_week();
  funds.open_week(1);
  funds.close_week();
  EXPECT_NEAR(funds.total().flow.value, 0.01 * at.x2 * at.aum1, 1e-9);
  EXPECT_NEAR(funds.total().aum.value, at.aum2, 1e-9);
  const double step = 1e-5;
  const auto slope = [&](double y1, double y2, double n1, const auto& of) {
    const Weeks above = by_hand(-4.0 + step * y1, 3.0 + step * y2, -1.5 + step * n1);
    const Weeks below = by_hand(-4.0 - step * y1, 3.0 - step * y2, -1.5 - step * n1);
    return (of(above) - of(below)) / (2.0 * step);
  };
  const auto flow = [](const Weeks& weeks) { return 0.01 * weeks.x2 * weeks.aum1; };
  const auto aum = [](const Weeks& weeks) { return weeks.aum2; };
  const Vector& flow_slope = funds.total().flow.slope;
  EXPECT_NEAR(flow_slope(0), slope(1, 0, 0, flow), 1e-6);
  EXPECT_NEAR(flow_slope(1), slope(0, 1, 0, flow), 1e-6);
  EXPECT_NEAR(flow_slope(2), slope(0, 0, 1, flow), 1e-6);
  EXPECT_NEAR(funds.total().aum.slope(0), slope(1, 0, 0, aum), 1e-6);
  EXPECT_NEAR(funds.total().aum.slope(2), slope(0, 0, 1, aum), 1e-6);
}

TEST(FundLinearisation, SplitsAFlowIntoTheTermsOfItsEquation) {
  const Family family({});
  Matrix path(2, 1);
  path << -4.0, 3.0;
  FundLinearisation funds(family.model, family.theta, family.layout, path, Vector(),
                          FundLinearisation::Detail::derivative);
  for (int week = 0; week < 2; ++week) {
    funds.open_week(week);
    funds.close_week();
  }
  const Weeks at = by_hand(-4.0, 3.0, 0.0);
  const double dr1 = std::exp(-0.04), dr2 = std::exp(0.03);  // percent per log percent
  const auto channel = [&](FlowChannel which) { return funds.total().channels[static_cast<std::size_t>(which)]; };
  EXPECT_NEAR(channel(FlowChannel::persistence)(0), 0.01 * at.aum1 * 0.3 * 0.2 * dr1, 1e-9);
  EXPECT_NEAR(channel(FlowChannel::returns)(0), 0.0, 1e-12);
  EXPECT_NEAR(channel(FlowChannel::returns)(1), 0.01 * at.aum1 * 0.2 * dr2, 1e-9);
  EXPECT_NEAR(channel(FlowChannel::opening_aum)(0), 0.01 * at.x2 * 1000.0 * 0.01 * 1.2 * dr1, 1e-9);
  // Two funds of the same return that follow the total: nothing to allocate.
  for (std::size_t m = 0; m < 2; ++m) {
    const auto& member = funds.member(m).channels;
    EXPECT_NEAR(member[static_cast<std::size_t>(FlowChannel::allocation)].norm(), 0.0, 1e-9);
    EXPECT_NEAR(member[static_cast<std::size_t>(FlowChannel::parent)](1) / channel(FlowChannel::returns)(1),
                funds.member(m).flow.value / funds.total().flow.value, 1e-9);
  }
}

TEST(FundLinearisation, LetsTheOthersCarryWhatAPinnedMemberTakes) {
  const Family family({{0, 0, 1, false, 0.5, 0.0}});  // the small fund
  FundLinearisation funds(family.model, family.theta, family.layout, Matrix::Zero(2, 1),
                          Vector::Zero(family.layout.count()), FundLinearisation::Detail::derivative);
  funds.open_week(0);
  const FundLinearisation::PinnedFlow pinned = funds.pin(0);
  funds.close_week();
  const Eigen::Index residual = 2 + family.layout.residual_of(0);
  // Both funds' residuals in USD: 0.999 and 1; given their sum the small one keeps sqrt(v1 v2 / (v1 + v2)).
  const double large = std::pow(0.01 * 999.0 * 0.1, 2), small = std::pow(0.01 * 1.0 * 100.0, 2);
  EXPECT_NEAR(pinned.sd, std::sqrt(large * small / (large + small)), 1e-12);
  EXPECT_NEAR(funds.member(1).flow.slope(residual), pinned.sd, 1e-12);
  EXPECT_NEAR(funds.member(0).flow.slope(residual), -pinned.sd, 1e-12);
  EXPECT_NEAR(funds.total().flow.slope(residual), 0.0, 1e-12);
  EXPECT_NEAR(funds.member(0).flow.value + funds.member(1).flow.value, funds.total().flow.value, 1e-12);
}

}  // namespace
}  // namespace ebbtide
