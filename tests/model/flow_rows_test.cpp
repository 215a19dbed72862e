#include "model/flow_rows.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

// The law of the shipped universe at its posterior mean, with a pin on week 1 of the total in % of AUM.
struct Setting {
  Model model;
  FundTheta theta;
  Matrix reference;  // all values zero but where a test moves them
};

Setting setting_of(double disappointment) {
  auto calibration = std::make_shared<Calibration>(*fixture::shipped_calibration("us-spot-etf"));
  FlowPosterior& flow = calibration->funds->flow;
  flow.posterior.mean(FlowPosterior::kDisappointment) = disappointment;
  flow.disappointment->beta = 1.5;
  Setting setting;
  setting.model.horizon_weeks = 2;
  setting.model.lead_weeks = weeks_between(calibration->market.last_week, calibration->week_one) - 1;
  setting.model.flow_pins = {{0, 0, -1, true, -0.9, 0.0}};
  setting.theta.flow = {flow.posterior.mean, 0.8};
  setting.theta.opening_members.assign(calibration->funds->members.size(), 0.0);
  for (const MemberPosterior& member : calibration->funds->members)
    setting.theta.members.push_back({member.posterior.mean, 0.5});
  setting.model.calibration = calibration;
  setting.reference = Matrix::Zero(setting.model.market_weeks(), static_cast<int>(setting.model.variable_count()));
  return setting;
}

int column(const Setting& setting, const std::string& name, int market_week) {
  const int variable = variable_index(setting.model.calibration->market.variables, name);
  return market_week * static_cast<int>(setting.model.variable_count()) + variable;
}

FlowRows rows_of(const Setting& setting) {
  return linearise_flows(setting.model, setting.theta, FlowNoiseLayout(setting.model.flow_pins), setting.reference);
}

TEST(FlowRows, CarryTheDisappointmentOnTheSideOfTheReference) {
  Setting setting = setting_of(0.05);
  const int week = setting.model.lead_weeks;
  const int dollar = column(setting, "dollar", week), bitcoin = column(setting, "bitcoin", week);
  const auto move = [&](double dollar_percent, double bitcoin_percent) {
    setting.reference(week, dollar % setting.reference.cols()) = dollar_percent;
    setting.reference(week, bitcoin % setting.reference.cols()) = bitcoin_percent;
    return rows_of(setting);
  };
  const FlowRows fell_short = move(-1.0, 0.5), gained = move(-1.0, 3.0), rose = move(1.0, -3.0);
  EXPECT_NEAR(fell_short.weights(0, dollar), 0.05 * 1.5, 1e-14);
  EXPECT_EQ(gained.weights(0, dollar), 0.0);
  EXPECT_EQ(rose.weights(0, dollar), 0.0);
  const Setting without = setting_of(0.0);
  Setting same = without;
  same.reference(week, dollar % same.reference.cols()) = -1.0;
  same.reference(week, bitcoin % same.reference.cols()) = 0.5;
  const FlowRows plain = rows_of(same);
  EXPECT_NEAR(fell_short.weights(0, bitcoin) - plain.weights(0, bitcoin), 0.05, 1e-12);
  EXPECT_NEAR(fell_short.reference(0) - plain.reference(0), 0.05 * (0.5 - 1.5), 1e-12);
}

// Central differences of the reference value itself, off every kink.
TEST(FlowRows, WeightsAreTheDerivativesOfTheReferenceFlow) {
  Setting setting = setting_of(0.05);
  const int week = setting.model.lead_weeks;
  const auto columns = setting.reference.cols();
  setting.reference(week, column(setting, "dollar", 0)) = -1.0;
  setting.reference(week, column(setting, "bitcoin", 0)) = -4.0;
  setting.reference(week, column(setting, "ether", 0)) = -2.0;
  const FlowRows rows = rows_of(setting);
  for (const char* name : {"cuts_priced_out", "dollar", "bitcoin", "ether", "solana"}) {
    const int variable = column(setting, name, 0);
    Setting up = setting, down = setting;
    up.reference(week, variable) += 1e-4;
    down.reference(week, variable) -= 1e-4;
    const double slope = (rows_of(up).reference(0) - rows_of(down).reference(0)) / 2e-4;
    EXPECT_NEAR(rows.weights(0, week * columns + variable), slope, 1e-7) << name;
  }
}

}  // namespace
}  // namespace ebbtide
