#include "evaluation/mean_shift.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fund_fixture.h"

namespace ebbtide {
namespace {

using fixture::pin;

constexpr double kLag = 0.5;  // of the market

// Two funds in a market y[t] = 0.5 y[t-1] + e.
Calibration funds_in_a_slow_market() {
  Calibration calibration = fixture::two_funds();
  const Calibration slow = fixture::reduced_market(Vector::Zero(1), {Matrix::Constant(1, 1, kLag)},
                                                   Matrix::Identity(1, 1), Matrix::Zero(1, 1));
  calibration.market.equations = slow.market.equations;
  return calibration;
}

Model slow_model(std::vector<LinearConstraint> rows, int weeks = 3) {
  return fixture::model_of(funds_in_a_slow_market(), weeks, std::move(rows));
}

LinearConstraint named(LinearConstraint row, const std::string& text) {
  row.text = text;
  return row;
}

MeanShift alone(const Model& model) {
  return mean_shift(model, common_ground(model, fixture::model_of(fixture::two_funds(), model.horizon_weeks)),
                    Executor(2));
}

struct Law {
  std::vector<double> flow, aum;
};

// The total on a path of returns, by hand: x = 0.1 + 0.3 x[-1] + 0.2 r, own_lag 0.3.
Law by_hand(const std::vector<double>& path, double own_lag = 0.3) {
  Law law;
  double x = 0.0, aum = 1000.0;
  for (const double y : path) {
    const double r = 100.0 * std::expm1(0.01 * y);
    x = 0.1 + own_lag * x + 0.2 * r;
    law.flow.push_back(0.01 * x * aum);
    aum *= 1.0 + 0.01 * (r + x);
    law.aum.push_back(aum);
  }
  return law;
}

// The slope of the law along `direction` at half of the whole move.
Law slope_by_hand(const std::vector<double>& whole, const std::vector<double>& direction, double own_lag = 0.3) {
  const double step = 1e-5;
  std::vector<double> above, below;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    above.push_back(0.5 * whole[i] + step * direction[i]);
    below.push_back(0.5 * whole[i] - step * direction[i]);
  }
  Law result = by_hand(above, own_lag);
  const Law other = by_hand(below, own_lag);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    result.flow[i] = (result.flow[i] - other.flow[i]) / (2.0 * step);
    result.aum[i] = (result.aum[i] - other.aum[i]) / (2.0 * step);
  }
  return result;
}

TEST(MeanShift, GivesEachConditionItsColumnOfTheJointGain) {
  const MeanShift shift = alone(slow_model({pin(1, 0, -6.0), pin(3, 0, 4.0)}));
  // Between two pins of an autoregression each weighs a / (1 + a^2).
  const double between = kLag / (1.0 + kLag * kLag);
  const std::vector<double> first = {-6.0, -6.0 * between, 0.0}, second = {0.0, 4.0 * between, 4.0};
  std::vector<double> whole;
  for (std::size_t i = 0; i < 3; ++i) whole.push_back(first[i] + second[i]);
  const Law of_first = slope_by_hand(whole, first), of_second = slope_by_hand(whole, second);
  const Law without_lag = slope_by_hand(whole, first, 0.0);
  for (std::size_t week = 0; week < 3; ++week) {
    const FundShift& total = shift.weeks[week][0];
    EXPECT_NEAR(total.flow(0), of_first.flow[week], 1e-5);
    EXPECT_NEAR(total.flow(1), of_second.flow[week], 1e-5);
    EXPECT_NEAR(total.aum(0), of_first.aum[week], 1e-5);
    EXPECT_NEAR(total.aum(1), of_second.aum[week], 1e-5);
  }
  // The flow's own lag shows: without it the second week would be another.
  EXPECT_GT(std::abs(without_lag.flow[1] - of_first.flow[1]), 1.0);
}

TEST(MeanShift, AddsUpToTheMoveOfTheMeanPathUpToItsThirdOrder) {
  const MeanShift shift = alone(slow_model({pin(1, 0, -6.0), pin(3, 0, 4.0)}));
  const double between = kLag / (1.0 + kLag * kLag);
  const Law moved = by_hand({-6.0, -2.0 * between, 4.0}), ground = by_hand({0.0, 0.0, 0.0});
  for (std::size_t week = 0; week < 3; ++week) {
    const FundShift& total = shift.weeks[week][0];
    EXPECT_NEAR(total.ground_flow, ground.flow[week], 1e-9);
    EXPECT_NEAR(total.ground_aum, ground.aum[week], 1e-9);
    // 1000 times the cube of moves of some 8 %, over 24; the second order would be 3.
    EXPECT_NEAR(total.flow.sum(), moved.flow[week] - ground.flow[week], 0.025);
    EXPECT_NEAR(total.aum.sum(), moved.aum[week] - ground.aum[week], 0.025);
  }
}

TEST(MeanShift, IsNotTheSumOfConditionsTakenOneByOne) {
  const LinearConstraint first = pin(1, 0, -6.0), second = pin(2, 0, -6.0);
  const MeanShift joint = alone(slow_model({first, second}, 2));
  const double apart =
      alone(slow_model({first}, 2)).weeks[1][0].aum.sum() + alone(slow_model({second}, 2)).weeks[1][0].aum.sum();
  const Law moved = by_hand({-6.0, -6.0}), ground = by_hand({0.0, 0.0});
  EXPECT_NEAR(joint.weeks[1][0].aum.sum(), moved.aum[1] - ground.aum[1], 0.15);  // 1000 times 0.15^3 / 24
  EXPECT_GT(std::abs(apart - (moved.aum[1] - ground.aum[1])), 20.0);
}

TEST(MeanShift, DoesNotDependOnTheOrderOfConditions) {
  const std::vector<LinearConstraint> rows = {named(pin(1, 0, -6.0), "a"),
                                              named(fixture::soft(ConditionKind::evidence, 2, 0, 3.0, 0.5), "b"),
                                              named(pin(3, 0, 4.0), "c")};
  const MeanShift one = alone(slow_model(rows)), other = alone(slow_model({rows[2], rows[0], rows[1]}));
  EXPECT_THAT(other.conditions, testing::ElementsAre("c", "a", "b"));
  for (std::size_t week = 0; week < 3; ++week) {
    for (std::size_t series = 0; series < 3; ++series) {
      const Vector& mine = one.weeks[week][series].flow;
      const Vector& theirs = other.weeks[week][series].flow;
      EXPECT_NEAR(mine(0), theirs(1), 1e-10);
      EXPECT_NEAR(mine(1), theirs(2), 1e-10);
      EXPECT_NEAR(mine(2), theirs(0), 1e-10);
    }
  }
}

TEST(MeanShift, LeavesOutWhatBothKnowAndMeasuresTheRestFromThere) {
  LinearConstraint known = pin(1, 0, -6.0);
  known.kind = ConditionKind::known;
  const Model model = slow_model({known, pin(2, 0, -2.0)}), baseline = slow_model({known});
  const MeanShift shift = mean_shift(model, common_ground(model, baseline), Executor(2));
  ASSERT_EQ(shift.conditions.size(), 1u);
  // Known -6 carries over to an expected -3, so asking for -2 is a rise; week 3 keeps half of it.
  const Law moved = by_hand({-6.0, -2.0, -1.0}), ground = by_hand({-6.0, -3.0, -1.5});
  for (std::size_t week = 0; week < 3; ++week) {
    EXPECT_NEAR(shift.weeks[week][0].flow(0), moved.flow[week] - ground.flow[week], 1e-3);
    EXPECT_NEAR(shift.weeks[week][0].aum(0), moved.aum[week] - ground.aum[week], 1e-3);
  }
  EXPECT_TRUE(mean_shift(model, common_ground(model, model), Executor(2)).conditions.empty());
}

TEST(MeanShift, OfAPinnedFlowIsItsGapFromTheGround) {
  Model model = slow_model({pin(2, 0, -4.0)});
  FlowCondition asked;
  asked.text = "flow";
  model.flow_conditions = {asked};
  model.flow_pins = {{0, 1, -1, false, -30.0, 0.0}};
  const MeanShift shift = alone(model);
  EXPECT_THAT(shift.conditions, testing::ElementsAre("pin", "flow"));
  const FundShift& week = shift.weeks[1][0];
  EXPECT_NEAR(week.ground_flow + week.flow.sum(), -30.0, 1e-6);
  // The market is held in that week, so the flow comes by its own shock and, a little, by week 1.
  EXPECT_LT(week.channels[static_cast<std::size_t>(FlowChannel::own_shock)], -15.0);
  double channels = 0.0;
  for (const double channel : week.channels) channels += channel;
  EXPECT_NEAR(channels, week.flow.sum(), 1e-9);
}

TEST(MeanShift, OfAPinnedMemberLeavesItsDimensionAddingUp) {
  Model model = slow_model({});
  FlowCondition asked;
  asked.text = "flow";
  model.flow_conditions = {asked};
  model.flow_pins = {{0, 0, 1, true, -40.0, 0.0}};  // 40 % of the small fund
  const MeanShift shift = alone(model);
  EXPECT_NEAR(shift.weeks[0][2].ground_flow + shift.weeks[0][2].flow(0), -0.4, 1e-9);
  for (const std::vector<FundShift>& week : shift.weeks) {
    EXPECT_NEAR(week[1].flow(0) + week[2].flow(0), week[0].flow(0), 1e-9);
    EXPECT_NEAR(week[1].aum(0) + week[2].aum(0), week[0].aum(0), 1e-9);
  }
}

TEST(MeanShift, UnderASequentialPathReachesForwardOnly) {
  Model model = slow_model({pin(2, 0, -4.0)});
  model.path = PathKnowledge::sequential;
  Model ground = slow_model({});
  ground.path = PathKnowledge::sequential;
  const MeanShift shift = mean_shift(model, common_ground(model, ground), Executor(2));
  EXPECT_NEAR(shift.weeks[0][0].flow(0), 0.0, 1e-12);
  const Law moved = by_hand({0.0, -4.0, -2.0}), still = by_hand({0.0, 0.0, 0.0});
  for (std::size_t week = 1; week < 3; ++week)
    EXPECT_NEAR(shift.weeks[week][0].flow(0), moved.flow[week] - still.flow[week], 0.01);
}

}  // namespace
}  // namespace ebbtide
