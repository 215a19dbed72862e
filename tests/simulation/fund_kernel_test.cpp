#include "simulation/fund_kernel.h"

#include <cmath>

#include <gtest/gtest.h>

#include "calibration/calibrate.h"
#include "model/fund_linearisation.h"
#include "simulation/block_simulator.h"
#include "support/fund_fixture.h"
#include "support/shipped_history.h"

namespace ebbtide {
namespace {

Calibration shipped_calibration(const std::string& universe, const char* as_of = "2026-01-19") {
  return calibrate(fixture::shipped_history(universe).as_of(*parse_date(as_of)), CalibrationSettings{});
}

Model shipped_model(const Calibration& calibration, int weeks) {
  Model model = fixture::model_of(calibration, weeks);
  model.lead_weeks = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
  return model;
}

// Calls check(paths, lane) for every path.
template <typename Check>
void for_each_path(const Model& model, std::uint64_t paths, const Check& check) {
  const BlockSimulator simulator(model, 2026, paths);
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) check(group, lane);
    });
  }
}

class ShippedUniverse : public testing::TestWithParam<const char*> {};

TEST_P(ShippedUniverse, MarginsAddToTheTotalAndAumFollowsItsIdentityOnEveryPath) {
  const Calibration calibration = shipped_calibration(GetParam());
  const Model model = shipped_model(calibration, 8);
  const std::vector<MemberPosterior>& members = calibration.funds->members;
  double worst_flow = 0, worst_aum = 0, worst_identity = 0, least = 1e300;
  for_each_path(model, 20'000, [&](const GroupPaths& group, std::size_t lane) {
    const FundPaths& funds = group.funds;
    for (std::size_t week = 0; week < 8; ++week) {
      const double opening = funds.total.at(week, FundPaths::kOpening)[lane];
      const double flow = funds.total.at(week, FundPaths::kFlow)[lane];
      const double market = funds.total.at(week, FundPaths::kMarket)[lane];
      const double closing = funds.total.at(week, FundPaths::kAum)[lane];
      worst_identity = std::max(worst_identity, std::abs(opening + flow + market - closing) / opening);
      least = std::min(least, closing);
      for (const Dimension dimension : kDimensions) {
        double flows = 0, aum = 0, effects = 0;
        for (std::size_t m = 0; m < members.size(); ++m) {
          if (members[m].dimension != dimension) continue;
          flows += funds.flow.at(week, m)[lane];
          aum += funds.aum.at(week, m)[lane];
          effects += funds.market.at(week, m)[lane];
          least = std::min(least, funds.aum.at(week, m)[lane]);
          const double before = week == 0 ? -1.0 : funds.aum.at(week - 1, m)[lane];
          if (before < 0.0) continue;
          const double identity = before + funds.flow.at(week, m)[lane] + funds.market.at(week, m)[lane];
          worst_identity = std::max(worst_identity, std::abs(identity - funds.aum.at(week, m)[lane]) / opening);
        }
        worst_flow = std::max(worst_flow, std::abs(flows - flow) / opening);
        worst_aum = std::max({worst_aum, std::abs(aum - closing) / opening, std::abs(effects - market) / opening});
      }
    }
  });
  EXPECT_LT(worst_flow, 1e-9);
  EXPECT_LT(worst_aum, 1e-9);
  EXPECT_LT(worst_identity, 1e-9);
  EXPECT_GE(least, 0.0);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedUniverse, testing::Values("global-etp", "us-spot-etf"), [](const auto& instance) {
  return instance.param == std::string("global-etp") ? "GlobalEtp" : "UsSpotEtf";
});

// The cells of a universe that has them: with every asset, region and issuer, in flows, AUM and market effects.
TEST(FundKernel, CellsAddToEveryMarginOnEveryPath) {
  const Calibration calibration = shipped_calibration("us-spot-etf");
  ASSERT_TRUE(calibration.funds->cube);
  const Model model = shipped_model(calibration, 26);
  const FundPosterior& posterior = *calibration.funds;
  const std::size_t first = posterior.members.size(), cells = posterior.cube->cells.size();
  double worst = 0.0, least = 1e300, clipped = 0.0, quiet = 0.0, all = 0.0;
  for_each_path(model, 20'000, [&](const GroupPaths& group, std::size_t lane) {
    const FundPaths& funds = group.funds;
    if (lane == 0) clipped += static_cast<double>(funds.clipped);
    for (std::size_t week = 0; week < 26; ++week) {
      const double opening = funds.total.at(week, FundPaths::kOpening)[lane];
      for (const LaneGrid* grid : {&funds.flow, &funds.aum, &funds.market}) {
        for (std::size_t m = 0; m < first; ++m) {
          const SeriesKey key = margin_key(posterior.members[m].dimension, posterior.members[m].name);
          double sum = 0.0;
          for (const std::size_t c : cells_of(posterior, key)) sum += grid->at(week, first + c)[lane];
          ASSERT_TRUE(std::isfinite(sum));
          worst = std::max(worst, std::abs(sum - grid->at(week, m)[lane]) / opening);
        }
      }
      for (std::size_t c = 0; c < cells; ++c) {
        least = std::min(least, funds.aum.at(week, first + c)[lane]);
        quiet += funds.flow.at(week, first + c)[lane] == 0.0 ? 1.0 : 0.0;
        all += 1.0;
      }
    }
  });
  EXPECT_LT(worst, 1e-9);
  EXPECT_GE(least, 0.0);
  EXPECT_LT(clipped / all, 1e-3);
  EXPECT_GT(quiet / all, 0.1);
  RecordProperty("clip_rate", std::to_string(clipped / all));
  RecordProperty("quiet_rate", std::to_string(quiet / all));
}

TEST(FundKernel, ScalingAllAumScalesFlowsAlike) {
  Calibration one = shipped_calibration("us-spot-etf");
  Calibration two = one;
  two.funds->opening_aum_musd *= 3.0;
  two.funds->opening_aum_sd_musd *= 3.0;
  for (MemberPosterior& member : two.funds->members) member.opening_aum_musd *= 3.0;
  for (CellPosterior& cell : two.funds->cube->cells) cell.opening_aum_musd *= 3.0;
  const std::size_t columns = fund_columns(*one.funds).size();
  std::vector<double> flows;
  for_each_path(shipped_model(one, 4), 1'000, [&](const GroupPaths& group, std::size_t lane) {
    for (std::size_t m = 0; m < columns; ++m) flows.push_back(group.funds.flow.at(3, m)[lane]);
  });
  std::size_t next = 0;
  for_each_path(shipped_model(two, 4), 1'000, [&](const GroupPaths& group, std::size_t lane) {
    for (std::size_t m = 0; m < columns; ++m, ++next) {
      ASSERT_NEAR(group.funds.flow.at(3, m)[lane], 3.0 * flows[next], 1e-9 * std::abs(flows[next]) + 1e-6);
    }
  });
  EXPECT_EQ(next, flows.size());
}

TEST(FundKernel, FollowsTheFlowEquationAndTheIdentityByHand) {
  const Calibration calibration = fixture::two_funds();
  const Model model = fixture::model_of(calibration, 2);
  for_each_path(model, 200, [&](const GroupPaths& group, std::size_t lane) {
    const double first = std::expm1(group.market.at(0, 0)[lane] / 100.0),
                 second = std::expm1(group.market.at(1, 0)[lane] / 100.0);
    const LaneGrid& total = group.funds.total;
    const double x1 = 100.0 * total.at(0, FundPaths::kFlow)[lane] / 1000.0;
    const double aum1 = 1000.0 * (1.0 + first) + total.at(0, FundPaths::kFlow)[lane];
    ASSERT_NEAR(total.at(0, FundPaths::kAum)[lane], aum1, 1e-9);
    const double x2 = 100.0 * total.at(1, FundPaths::kFlow)[lane] / aum1;
    // What the equation leaves over is the residual: normal with sd 0.5, so within 3 on 200 x 2 draws.
    ASSERT_LT(std::abs(x1 - (0.1 + 0.2 * 100.0 * first)), 3.0);
    ASSERT_LT(std::abs(x2 - (0.1 + 0.3 * x1 + 0.2 * 100.0 * second)), 3.0);
    ASSERT_NEAR(total.at(1, FundPaths::kAum)[lane], aum1 * (1.0 + second) + total.at(1, FundPaths::kFlow)[lane], 1e-9);
  });
}

// The second variable is the dollar; without residual the flow is the equation itself, kink and all.
TEST(FundKernel, AWeakDollarThatBringsNothingTakesFromTheFlow) {
  Calibration calibration = fixture::two_funds();
  const auto funds = std::move(calibration.funds);
  calibration =
      fixture::reduced_market(Vector::Zero(2), {Matrix::Zero(2, 2)}, 4.0 * Matrix::Identity(2, 2), Matrix::Zero(1, 2));
  calibration.market.variables[0].unit = Unit::percent;
  calibration.funds = funds;
  FlowPosterior& flow = calibration.funds->flow;
  flow.posterior.mean = (Vector(7) << 0.1, 0.0, 0.2, 0.0, 0.0, 0.0, 0.05).finished();
  flow.posterior.unit_covariance = Matrix::Zero(7, 7);
  flow.posterior.residual_variance = 1e-20;
  flow.disappointment = DollarDisappointment{1, 1.5, 52};
  int fell_short = 0, gained = 0;
  for_each_path(fixture::model_of(calibration, 1), 1'000, [&](const GroupPaths& group, std::size_t lane) {
    const double price = group.market.at(0, 0)[lane], dollar = group.market.at(0, 1)[lane];
    const double gap = price + 1.5 * dollar;
    double expected = 0.1 + 20.0 * std::expm1(price / 100.0);
    if (dollar < 0.0 && gap < 0.0) {
      expected += 0.05 * gap;
      ++fell_short;
    } else if (dollar < 0.0) {
      ++gained;
    }
    ASSERT_NEAR(100.0 * group.funds.total.at(0, FundPaths::kFlow)[lane] / 1000.0, expected, 1e-8);
  });
  EXPECT_GT(fell_short, 100);
  EXPECT_GT(gained, 10);
}

// Flow and AUM of total and members in every week on a path without shocks, as the kernel computes them.
std::vector<double> flows_and_aum(const Model& model, const FundTheta& theta, const Matrix& path) {
  FundKernel kernel(model);
  FundPaths paths = kernel.make_paths();
  LaneGrid market(static_cast<std::size_t>(path.rows()), static_cast<std::size_t>(path.cols()));
  for (int week = 0; week < path.rows(); ++week) {
    for (int variable = 0; variable < path.cols(); ++variable)
      market.at(static_cast<std::size_t>(week), static_cast<std::size_t>(variable)).fill(path(week, variable));
  }
  const std::size_t members = model.calibration->funds->members.size();
  const std::vector<float> still(8 * 2 * (members + 2) * kLanes, 0.0F);
  FundNoise noise;
  noise.flow = still.data();
  noise.members.fill(still.data());
  noise.cells = {still.data(), still.data(), nullptr};  // all trade
  kernel.run(theta, market, noise, {}, kLanes, paths);
  std::vector<double> values;
  for (std::size_t week = 0; week < static_cast<std::size_t>(model.horizon_weeks); ++week) {
    values.push_back(paths.total.at(week, FundPaths::kFlow)[0]);
    values.push_back(paths.total.at(week, FundPaths::kAum)[0]);
    for (std::size_t m = 0; m < members; ++m) {
      values.push_back(paths.flow.at(week, m)[0]);
      values.push_back(paths.aum.at(week, m)[0]);
    }
  }
  return values;
}

TEST_P(ShippedUniverse, IsTheFunctionThatTheLinearisationDifferentiates) {
  const Calibration calibration = shipped_calibration(GetParam());
  const Model model = shipped_model(calibration, 5);
  FundTheta theta = FundSampler(*calibration.funds).mean();
  theta.quiet.assign(theta.quiet.size(), 0.0);
  const std::vector<FundColumn> columns = fund_columns(*calibration.funds);
  Matrix path =
      mean_path(MarketSampler(calibration.market).mean(), calibration.market.last_values, model.market_weeks());
  Matrix direction(path.rows(), path.cols());
  for (Eigen::Index i = 0; i < path.size(); ++i) {
    path(i) += 2.0 * std::sin(3.0 * static_cast<double>(i));
    direction(i) = std::cos(5.0 * static_cast<double>(i));
  }
  constexpr double kStep = 1e-4;
  const std::vector<double> values = flows_and_aum(model, theta, path);
  const std::vector<double> above = flows_and_aum(model, theta, path + kStep * direction);
  const std::vector<double> below = flows_and_aum(model, theta, path - kStep * direction);
  const Matrix flat_direction = direction.transpose();
  const Eigen::Map<const Vector> flat(flat_direction.data(), flat_direction.size());
  const FlowNoiseLayout layout(model.flow_pins);
  FundLinearisation funds(model, theta, layout, path, Vector(), FundLinearisation::Detail::derivative);
  std::size_t next = 0;
  for (int week = 0; week < 5; ++week) {
    funds.open_week(week);
    funds.close_week();
    for (std::size_t series = 0; series <= calibration.funds->members.size(); ++series) {
      const FundLinearisation::Part& part = series == 0 ? funds.total() : funds.member(series - 1);
      Vector channels = Vector::Zero(flat.size());
      for (const Vector& channel : part.channels) channels += channel;
      EXPECT_LT((channels - part.flow.slope).norm(), 1e-9 * part.flow.slope.norm() + 1e-12);
      for (const Linear* linear : {&part.flow, &part.aum}) {
        if (linear->slope.size() > 0) {
          const double slope = (above[next] - below[next]) / (2.0 * kStep);
          EXPECT_NEAR(linear->value, values[next], 1e-9 * std::abs(values[next]) + 1e-9);
          // The weights by which cells add to their assets are held at the reference.
          const bool sums_cells = series > 0 && !columns[series - 1].cells.empty();
          const double held = sums_cells ? 0.02 * std::abs(slope) + 0.5 : 0.0;
          EXPECT_NEAR(linear->slope.dot(flat), slope, 1e-6 * std::abs(slope) + 1e-4 + held) << "week " << week;
        }
        ++next;
      }
    }
  }
  EXPECT_EQ(next, values.size());
}

TEST(FundKernel, ResidualsHaveTheStatedSize) {
  const Calibration calibration = fixture::two_funds();
  double sum = 0, squares = 0;
  const double n = 200'000;
  for_each_path(fixture::model_of(calibration, 1), 200'000, [&](const GroupPaths& group, std::size_t lane) {
    const double r = 100.0 * std::expm1(group.market.at(0, 0)[lane] / 100.0);
    const double e = 100.0 * group.funds.total.at(0, FundPaths::kFlow)[lane] / 1000.0 - 0.1 - 0.2 * r;
    sum += e;
    squares += e * e;
  });
  // Four standard errors: about 6e-5 false alarms each.
  EXPECT_NEAR(sum / n, 0.0, 4.0 * 0.5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 0.25, 4.0 * 0.25 * std::sqrt(2.0 / n));
}

TEST(FundKernel, NoMemberRedeemsMoreThanItHoldsAndTheRestCarryTheDifference) {
  const Calibration calibration =
      fixture::two_funds();  // the small fund's flows have a standard deviation of 100 % of its AUM
  std::uint64_t clipped = 0;
  double worst = 0;
  for_each_path(fixture::model_of(calibration, 3), 2'000, [&](const GroupPaths& group, std::size_t lane) {
    if (lane == 0) clipped += group.funds.clipped;
    for (std::size_t week = 0; week < 3; ++week) {
      ASSERT_GE(group.funds.aum.at(week, 1)[lane], 0.0);
      const double sum = group.funds.flow.at(week, 0)[lane] + group.funds.flow.at(week, 1)[lane];
      worst = std::max(worst, std::abs(sum - group.funds.total.at(week, FundPaths::kFlow)[lane]));
    }
  });
  EXPECT_GT(clipped, 0u);
  EXPECT_LT(worst, 1e-9);
}

}  // namespace
}  // namespace ebbtide
