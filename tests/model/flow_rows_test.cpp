// The rows against what the fund kernel itself does when its inputs are moved a little, one lane per input.
#include "model/flow_rows.h"

#include <cmath>

#include <gtest/gtest.h>

#include "calibration/calibrate.h"
#include "simulation/fund_kernel.h"
#include "support/fund_fixture.h"
#include "support/shipped_calibration.h"
#include "support/shipped_history.h"

namespace ebbtide {
namespace {

constexpr int kWeeks = 3;

struct Bench {
  Calibration calibration;
  Model model;
  FundTheta theta;
  Matrix reference;

  explicit Bench(const std::string& universe)
      : calibration(
            calibrate(fixture::shipped_history(universe).as_of(*parse_date("2026-01-19")), CalibrationSettings{})),
        model(fixture::model_of(calibration, kWeeks)),
        theta(FundSampler(*calibration.funds).draw(2026, 5)) {
    // Members with equations of their own in both universes; sums of cells have tests in cell_linearisation_test.cpp.
    calibration.funds->cube.reset();
    model = fixture::model_of(calibration, kWeeks);
    theta = FundSampler(*calibration.funds).draw(2026, 5);
    model.lead_weeks = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
    reference =
        mean_path(MarketSampler(calibration.market).mean(), calibration.market.last_values, model.market_weeks());
    // Away from the mean, where products of returns matter; prices fall, so that the drawdown's window moves.
    for (int week = 0; week < reference.rows(); ++week) {
      for (int variable = 0; variable < reference.cols(); ++variable) {
        reference(week, variable) += 1.5 * std::sin(1.0 + week + 2.0 * variable) - (variable == 4 ? 4.0 : 0.0);
      }
    }
  }
  int member(const std::string& name) const {
    const auto& members = calibration.funds->members;
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (members[m].name == name) return static_cast<int>(m);
    }
    return -1;
  }
};

// The flow of a pin, in its unit, by the true equations.
double flow_of(const FundPaths& paths, const FlowPin& pin, std::size_t lane) {
  const auto week = static_cast<std::size_t>(pin.week);
  if (pin.member < 0) {
    const double flow = paths.total.at(week, FundPaths::kFlow)[lane];
    return pin.percent ? 100.0 * flow / paths.total.at(week, FundPaths::kOpening)[lane] : flow;
  }
  const auto m = static_cast<std::size_t>(pin.member);
  const double flow = paths.flow.at(week, m)[lane];
  return pin.percent ? 100.0 * flow / (paths.aum.at(week, m)[lane] - paths.market.at(week, m)[lane] - flow) : flow;
}

// One input moved up by `step` on lane 0 and down on lane 1; lane 2 stays.
struct Move {
  int market = -1;  // place in the path
  int noise = -1;   // of the total: residual of this week
  int issuer = -1;  // residual of week 1: place among issuers
  double step = 1e-3;
};

std::array<double, 3> true_flows(const Bench& bench, const FlowPin& pin, const Move& move) {
  LaneGrid market(static_cast<std::size_t>(bench.reference.rows()), static_cast<std::size_t>(bench.reference.cols()));
  for (int week = 0; week < bench.reference.rows(); ++week) {
    for (int variable = 0; variable < bench.reference.cols(); ++variable) {
      Lanes& value = market.at(static_cast<std::size_t>(week), static_cast<std::size_t>(variable));
      value.fill(bench.reference(week, variable));
      if (week * bench.reference.cols() + variable != move.market) continue;
      value[0] += move.step;
      value[1] -= move.step;
    }
  }
  const std::vector<float> still(kWeeks * 64 * kLanes, 0.0F);
  std::vector<float> total(kWeeks * kLanes, 0.0F), issuers = still;
  if (move.issuer >= 0) {
    issuers[static_cast<std::size_t>(move.issuer) * kLanes] = static_cast<float>(move.step);
    issuers[static_cast<std::size_t>(move.issuer) * kLanes + 1] = -static_cast<float>(move.step);
  }
  if (move.noise >= 0) {
    total[static_cast<std::size_t>(move.noise) * kLanes] = static_cast<float>(move.step);
    total[static_cast<std::size_t>(move.noise) * kLanes + 1] = -static_cast<float>(move.step);
  }
  FundNoise noise;
  noise.flow = total.data();
  noise.members = {still.data(), still.data(), issuers.data()};
  FundKernel kernel(bench.model);
  FundPaths paths = kernel.make_paths();
  kernel.run(bench.theta, market, noise, {}, kLanes, paths);
  return {flow_of(paths, pin, 0), flow_of(paths, pin, 1), flow_of(paths, pin, 2)};
}

double derivative(const Bench& bench, const FlowPin& pin, Move move) {
  const auto flows = true_flows(bench, pin, move);
  return (flows[0] - flows[1]) / (2.0 * move.step);
}

// Inputs of the pin's own week, and all inputs of week 1, are exact up to the single precision of noises. What the
// linearisation leaves out enters through AUM, kept at the reference: an earlier input also moves the mix of assets (a
// total in %) and AUM itself (USD, and members in % by what others hold).
double tolerance_of(const FlowPin& pin, bool own_week, double scale) {
  if (own_week || pin.week == 0) return 1e-7 * scale;
  return (pin.member < 0 && pin.percent ? 0.005 : 0.07) * scale;
}

class FlowRowsOfAUniverse : public testing::TestWithParam<const char*> {};

TEST_P(FlowRowsOfAUniverse, AgreeWithTheDerivativesOfTheTrueFlow) {
  Bench bench(GetParam());
  const auto variables = bench.reference.cols();
  const int asset = bench.member("Ethereum"), issuer = bench.member("iShares");
  ASSERT_TRUE(asset >= 0 && issuer >= 0);
  for (int week = 0; week < kWeeks; ++week) {
    for (const int member : {-1, asset, issuer}) {
      for (const bool percent : {true, false}) {
        if (percent && member >= 0 &&
            bench.calibration.funds->members[static_cast<std::size_t>(member)].aum_status == AumStatus::none)
          continue;
        const FlowPin pin{0, week, member, percent, 0.0, 0.0};
        bench.model.flow_pins = {pin};
        const FlowNoiseLayout layout(bench.model.flow_pins);
        const FlowRows rows = linearise_flows(bench.model, bench.theta, layout, bench.reference);
        SCOPED_TRACE(testing::Message() << "week " << week + 1 << " member " << member << (percent ? " %" : " USD"));
        // Sums of products of 3 weeks in double against a step of 1e-3.
        EXPECT_NEAR(rows.reference(0), true_flows(bench, pin, {})[2], 1e-9 * std::abs(rows.reference(0)) + 1e-9);
        const double scale = rows.weights.row(0).cwiseAbs().maxCoeff();
        EXPECT_GT(scale, 0.0);
        for (int place = 0; place < rows.weights.cols(); ++place) {
          EXPECT_NEAR(rows.weights(0, place), derivative(bench, pin, {.market = place}),
                      tolerance_of(pin, place / variables == bench.model.lead_weeks + week, scale))
              << "market " << place;
        }
        const double noise_scale = rows.noise.row(0).cwiseAbs().maxCoeff();
        for (int noise = 0; noise < week + 1; ++noise) {
          EXPECT_NEAR(rows.noise(0, noise), derivative(bench, pin, {.noise = noise}),
                      tolerance_of(pin, noise == week, noise_scale))
              << "noise " << noise;
        }
      }
    }
  }
}

// Two issuers pinned in one week: the second row is what the true residuals of all issuers, which add up to the total,
// make of it given the first.
TEST(FlowRows, ASecondMemberIsSeenGivenTheTotalAndTheFirst) {
  Bench bench("us-spot-etf");
  const auto& members = bench.calibration.funds->members;
  const FlowPin first{0, 0, bench.member("iShares"), false, -400.0, 0.0};
  const FlowPin second{1, 0, bench.member("Fidelity"), false, 100.0, 0.0};
  ASSERT_TRUE(first.member >= 0 && first.member < second.member);
  bench.model.flow_pins = {first, second};
  const FlowNoiseLayout layout(bench.model.flow_pins);
  const FlowRows rows = linearise_flows(bench.model, bench.theta, layout, bench.reference);
  double s11 = 0.0, s12 = 0.0, s22 = 0.0;
  int issuers = 0;
  for (const MemberPosterior& member : members) {
    if (member.dimension != Dimension::issuer) continue;
    const double a = derivative(bench, first, {.issuer = issuers});
    const double b = derivative(bench, second, {.issuer = issuers});
    s11 += a * a;
    s12 += a * b;
    s22 += b * b;
    ++issuers;
  }
  ASSERT_GT(issuers, 3);
  EXPECT_LT(s12, 0.0);
  EXPECT_NEAR(rows.sd(0), std::sqrt(s11), 1e-6 * rows.sd(0));
  EXPECT_NEAR(rows.sd(1), std::sqrt(s22 - s12 * s12 / s11), 1e-6 * rows.sd(1));
  EXPECT_NEAR(rows.noise(0, layout.residual_of(0)), rows.sd(0), 1e-12 * rows.sd(0));
  EXPECT_NEAR(rows.noise(1, layout.residual_of(1)), rows.sd(1), 1e-12 * rows.sd(1));
  const double first_free = true_flows(bench, first, {})[2], second_free = true_flows(bench, second, {})[2];
  EXPECT_NEAR(rows.reference(0), first_free, 1e-9 * std::abs(first_free));
  EXPECT_NEAR(rows.reference(1), second_free + s12 / s11 * (first.value - first_free), 1e-6 * rows.sd(1));
}

// Evidence does not say where its flow ends: the second row stays at its own reference and goes with the first's
// residual.
TEST(FlowRows, AMemberAfterASightingGoesWithTheFlowSeen) {
  Bench bench("us-spot-etf");
  const FlowPin known{0, 0, bench.member("iShares"), false, -400.0, 0.0};
  const FlowPin second{1, 0, bench.member("Fidelity"), false, 100.0, 0.0};
  FlowPin seen = known;
  seen.sd = 70.0;
  bench.model.flow_pins = {known, second};
  const FlowNoiseLayout layout(bench.model.flow_pins);
  const FlowRows given_value = linearise_flows(bench.model, bench.theta, layout, bench.reference);
  bench.model.flow_pins = {seen, second};
  const FlowNoiseLayout with_error(bench.model.flow_pins);
  const FlowRows rows = linearise_flows(bench.model, bench.theta, with_error, bench.reference);
  const double first_free = true_flows(bench, known, {})[2], second_free = true_flows(bench, second, {})[2];
  EXPECT_NEAR(rows.reference(1), second_free, 1e-9 * std::abs(second_free));
  EXPECT_NEAR(rows.sd(1), given_value.sd(1), 1e-12 * rows.sd(1));
  // What the value asked does to the second by its distance from the reference, a residual does by its own.
  const double per_usd = (given_value.reference(1) - second_free) / (known.value - first_free);
  EXPECT_LT(per_usd, 0.0);
  EXPECT_NEAR(rows.noise(1, with_error.residual_of(0)), per_usd * rows.sd(0), 1e-6 * rows.sd(0));
  EXPECT_EQ(given_value.noise(1, layout.residual_of(0)), 0.0);
}

TEST(FlowRows, CarryTheErrorOfASightingInItsUnit) {
  Bench bench("us-spot-etf");
  bench.model.flow_pins = {{0, 0, -1, true, -0.5, 0.2}, {1, 0, bench.member("iShares"), false, -400.0, 70.0}};
  const FlowNoiseLayout layout(bench.model.flow_pins);
  const FlowRows rows = linearise_flows(bench.model, bench.theta, layout, bench.reference);
  EXPECT_DOUBLE_EQ(rows.noise(0, layout.errors_of(0).back().normal), 0.2);
  EXPECT_DOUBLE_EQ(rows.noise(1, layout.errors_of(1).back().normal), 70.0);
  EXPECT_EQ(rows.noise(0, layout.errors_of(1).back().normal), 0.0);
  EXPECT_EQ(rows.noise(1, layout.errors_of(0).back().normal), 0.0);
}

TEST(FlowRows, LetASightingShareTheErrorOfTheTotal) {
  Bench bench("us-spot-etf");
  bench.model.flow_pins = {{0, 0, -1, false, -500.0, 300.0}, {1, 0, bench.member("Bitcoin"), false, -400.0, 50.0, 0.6}};
  const FlowNoiseLayout layout(bench.model.flow_pins);
  const FlowRows rows = linearise_flows(bench.model, bench.theta, layout, bench.reference);
  const int of_total = layout.errors_of(0).front().normal, own = layout.errors_of(1).back().normal;
  EXPECT_DOUBLE_EQ(rows.noise(0, of_total), 300.0);
  EXPECT_DOUBLE_EQ(rows.noise(1, of_total), 30.0);
  EXPECT_DOUBLE_EQ(rows.noise(1, own), 40.0);
  EXPECT_EQ(rows.noise(0, own), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Shipped, FlowRowsOfAUniverse, testing::Values("global-etp", "us-spot-etf"),
                         [](const auto& test) { return test.param[0] == 'g' ? "World" : "UnitedStates"; });

Model hand_model() {
  Model model = fixture::model_of(fixture::two_funds(), 2);
  // The total in week 1 in % of AUM and, seen with an error, in week 2 in USD; the small fund in week 2.
  model.flow_pins = {{0, 0, -1, true, -2.0, 0.0}, {1, 1, -1, false, 15.0, 2.0}, {2, 1, 1, false, 0.5, 0.0}};
  return model;
}

TEST(FlowRowsByHand, OfProposalsHoldAumAtTheReference) {
  const Model model = hand_model();
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
  EXPECT_NEAR(rows.noise(1, layout.errors_of(1).back().normal), 2.0, 1e-12);
  EXPECT_NEAR(rows.sd(1), per_percent * 0.5, 1e-12);
}

TEST(FlowRowsByHand, DifferentiatedLetAumMove) {
  const Model model = hand_model();
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
      for (const FlowNoiseLayout::ErrorTerm& error : layout.errors_of(static_cast<std::size_t>(row)))
        if (input - 2 == error.normal) expected -= error.sd;
      EXPECT_NEAR(slope(row), expected, 1e-6) << "row " << row << ", input " << input;
    }
  }
}

// The law of the shipped universe at its posterior mean, with a pin on week 1 of the total in % of AUM.
struct Setting {
  Model model;
  FundTheta theta;
  Matrix reference;  // all values zero but where a test moves them
};

Setting setting_of(double disappointment) {
  auto calibration = std::make_shared<Calibration>(*fixture::shipped_calibration("us-spot-etf"));
  calibration->funds->cube.reset();
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

}  // namespace
}  // namespace ebbtide
