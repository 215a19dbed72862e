#include "simulation/block_simulator.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "math/special.h"
#include "model/conditioner.h"
#include "support/fund_fixture.h"
#include "support/market_fixture.h"
#include "support/market_paths.h"

namespace ebbtide {
namespace {

using fixture::model_of;
using fixture::Moments;
using fixture::moments_of;
using fixture::pin;
using fixture::simulate_market;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double quantile(std::vector<double> values, double probability) {
  const auto rank = static_cast<std::ptrdiff_t>(probability * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

// Means and variances within four standard errors: about 6e-5 false alarms per comparison, the standard errors exact.
constexpr double kErrors = 4.0;

TEST(BlockSimulator, GivesTheReferenceValuesOfTheUnconditionalMarket) {
  const auto paths = simulate_market(model_of(fixture::var_of_f2(), 3), 11, 1'000'000);
  const double mean[] = {0.5, -0.4, 0.31, -0.26, 0.229, -0.242};
  const double sd[] = {1.0, 0.707107, 1.133578, 0.817313, 1.173256, 0.857928};
  for (std::size_t i = 0; i < 6; ++i) {
    const Moments moments = moments_of(paths[i]);
    EXPECT_NEAR(moments.mean, mean[i], kErrors * moments.mean_error + 1e-6) << i;
    EXPECT_NEAR(moments.variance(), sd[i] * sd[i], kErrors * moments.variance_error + 1e-5) << i;
  }
}

TEST(BlockSimulator, GivesTheReferenceValuesOfTheHardPins) {
  const auto paths =
      simulate_market(model_of(fixture::var_of_f2(), 3, {pin(1, 0, 1.0), pin(3, 0, 0.0)}), 12, 1'000'000);
  const double mean[] = {1.0, -0.260812, 0.418620, -0.162928, 0.0, -0.269352};
  const double sd[] = {0.0, 0.639487, 0.884883, 0.727874, 0.0, 0.702070};
  for (std::size_t i = 0; i < 6; ++i) {
    const Moments moments = moments_of(paths[i]);
    EXPECT_NEAR(moments.mean, mean[i], kErrors * moments.mean_error + 1e-6) << i;
    EXPECT_NEAR(moments.variance(), sd[i] * sd[i], kErrors * moments.variance_error + 1e-5) << i;
  }
}

// y2 given y1 = 3 is t with 6 degrees of freedom, location 1.8, squared scale 1.493333: variance 2.24.
struct HeavyTail {
  Moments moments;
  double upper = 0;  // 95 % quantile
  double upper_error = 0;
};

HeavyTail heavy_tail(const Model& model, std::uint64_t paths) {
  const std::vector<double> y2 = simulate_market(model, 13, paths)[1];
  const double scale = std::sqrt(1.493333);
  const double z = (4.174606 - 1.8) / scale;
  const double density = std::exp(log_gamma(3.5) - log_gamma(3.0)) / std::sqrt(6.0 * 3.14159265358979) *
                         std::pow(1.0 + z * z / 6.0, -3.5) / scale;
  return {moments_of(y2), quantile(y2, 0.95), std::sqrt(0.95 * 0.05 / static_cast<double>(paths)) / density};
}

TEST(BlockSimulator, GivesTheReferenceValuesOfTheHeavyTailedPin) {
  const HeavyTail tail = heavy_tail(model_of(fixture::heavy_tailed_pair(), 1, {pin(1, 0, 3.0)}), 4'000'000);
  EXPECT_NEAR(tail.moments.mean, 1.8, kErrors * tail.moments.mean_error);
  EXPECT_NEAR(tail.moments.variance(), 2.24, kErrors * tail.moments.variance_error);
  EXPECT_NEAR(tail.upper, 4.174606, kErrors * tail.upper_error);
}

// The same pin imposed on paths whose mixing variable keeps its unconditional law: variance 1.066667,
// quantile 3.412039.
TEST(BlockSimulator, TheHeavyTailComparisonNoticesAMixingVariableThatIgnoresThePin) {
  auto paths = simulate_market(model_of(fixture::heavy_tailed_pair(), 1), 13, 1'000'000);
  std::vector<double>& y2 = paths[1];
  for (std::size_t path = 0; path < y2.size(); ++path) y2[path] += 0.6 * (3.0 - paths[0][path]);
  const Moments moments = moments_of(y2);
  EXPECT_NEAR(moments.variance(), 1.066667, 0.01);
  EXPECT_NEAR(quantile(y2, 0.95), 3.412039, 0.01);
  const HeavyTail right = heavy_tail(model_of(fixture::heavy_tailed_pair(), 1, {pin(1, 0, 3.0)}), 1'000'000);
  EXPECT_GT(std::abs(moments.variance() - 2.24), kErrors * right.moments.variance_error);
  EXPECT_GT(std::abs(quantile(y2, 0.95) - 4.174606), kErrors * right.upper_error);
}

TEST(BlockSimulator, OneWeekVarianceIsTheFilteredOneAtAnyTailIndex) {
  for (const double nu : {2.6, 3.5, 5.0, 9.0, kInfinity}) {
    Calibration calibration = fixture::two_lag_market(nu);
    calibration.market.volatility = {{"all", 0.97, 2.25, 1.0, 1.0}};
    const std::vector<double> y1 = simulate_market(model_of(calibration, 1), 14, 1'000'000)[0];
    const Moments moments = moments_of(y1);
    if (nu > 4.0) {
      EXPECT_NEAR(moments.variance(), 2.25, kErrors * moments.variance_error) << nu;
      continue;
    }
    // No fourth moment, so the sample variance has no standard error: compare quartiles, which the scale fixes.
    const double scale = 1.5 * std::sqrt((nu - 2.0) / nu);
    const double exact = scale * student_t_quantile(0.75, nu);
    EXPECT_NEAR(quantile(y1, 0.75) - moments_of({quantile(y1, 0.5)}).mean, exact, 0.01) << nu;
  }
}

TEST(BlockSimulator, MatchesTheClosedFormAtOneThreeAndEightWeeksWithTwoLags) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const fixture::StackedLaw law = fixture::stacked_law(
      theta.constant, theta.lags, fixture::reduced_covariance(theta.impact), calibration.market.last_values, 8);
  const auto paths = simulate_market(model_of(calibration, 8), 151, 400'000);
  const double n = 400'000;
  std::vector<int> columns;
  for (const int week : {0, 2, 7}) columns.insert(columns.end(), {2 * week, 2 * week + 1});
  for (const int i : columns) {
    const Moments moments = moments_of(paths[static_cast<std::size_t>(i)]);
    EXPECT_NEAR(moments.mean, law.mean(i), kErrors * std::sqrt(law.covariance(i, i) / n)) << i;
    for (const int j : columns) {
      double covariance = 0.0;
      for (std::size_t path = 0; path < paths[0].size(); ++path) {
        covariance += (paths[static_cast<std::size_t>(i)][path] - law.mean(i)) *
                      (paths[static_cast<std::size_t>(j)][path] - law.mean(j));
      }
      const double error =
          std::sqrt((law.covariance(i, i) * law.covariance(j, j) + std::pow(law.covariance(i, j), 2)) / n);
      EXPECT_NEAR(covariance / n, law.covariance(i, j), kErrors * error) << i << ", " << j;
    }
  }
}

TEST(BlockSimulator, ADifferenceToTheBaselineIsTheClosedFormCoefficientPath) {
  const Calibration calibration = fixture::two_lag_market();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const Matrix mean = mean_path(theta, calibration.market.last_values, 6);
  const std::vector<LinearConstraint> pins = {pin(1, 0, mean(0, 0) + 2.0), pin(2, 0, mean(1, 0) + 1.0)};
  const fixture::Pinned conditioning = fixture::pinned(theta, Matrix::Ones(6, 2), mean, pins);
  const auto baseline = simulate_market(model_of(calibration, 6), 16, 200'000);
  const auto moved = simulate_market(model_of(calibration, 6, pins), 16, 200'000);
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    std::vector<double> difference(baseline[i].size());
    for (std::size_t path = 0; path < difference.size(); ++path) difference[path] = moved[i][path] - baseline[i][path];
    const Moments moments = moments_of(difference);
    const double exact =
        2.0 * conditioning.gain(0, static_cast<int>(i)) + 1.0 * conditioning.gain(1, static_cast<int>(i));
    EXPECT_NEAR(moments.mean, exact, kErrors * moments.mean_error + 1e-12) << i;
  }
}

TEST(BlockSimulator, PinsHoldOnEveryPathToRounding) {
  LinearConstraint sum = pin(1, 1, -2.0);
  sum.terms = {{0, 1, 1.0}, {1, 1, 1.0}, {2, 1, 1.0}, {3, 1, 1.0}};
  LinearConstraint spread = pin(1, 0, 0.7);
  spread.terms = {{5, 0, 1.0}, {5, 1, -1.0}};
  const auto paths =
      simulate_market(model_of(fixture::two_lag_market(4.0), 8, {pin(2, 0, 9.0), sum, spread}), 17, 20'000);
  for (std::size_t path = 0; path < paths[0].size(); ++path) {
    ASSERT_NEAR(paths[2][path], 9.0, 1e-11);
    ASSERT_NEAR(paths[1][path] + paths[3][path] + paths[5][path] + paths[7][path], -2.0, 1e-11);
    ASSERT_NEAR(paths[10][path] - paths[11][path], 0.7, 1e-11);
  }
}

TEST(BlockSimulator, FullPinsLeaveNothingRandom) {
  std::vector<LinearConstraint> pins;
  for (int week = 1; week <= 3; ++week) {
    for (int variable = 0; variable < 2; ++variable) pins.push_back(pin(week, variable, week - 2.0 * variable));
  }
  const auto paths = simulate_market(model_of(fixture::two_lag_market(5.0), 3, pins), 18, 2'000);
  for (std::size_t i = 0; i < 6; ++i) {
    const auto [low, high] = std::minmax_element(paths[i].begin(), paths[i].end());
    EXPECT_NEAR(*low, *high, 1e-11);
  }
}

TEST(BlockSimulator, WithoutConditionsLeavesEveryDrawAsItIs) {
  const Calibration calibration = fixture::two_lag_market(5.0);
  const auto one = simulate_market(model_of(calibration, 4), 19, 5'000);
  const auto two = simulate_market(model_of(calibration, 4, {}), 19, 5'000);
  EXPECT_EQ(one, two);
  // A longer horizon adds weeks and moves none.
  const auto longer = simulate_market(model_of(calibration, 6), 19, 5'000);
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i], longer[i]) << i;
}

TEST(BlockSimulator, EveryPathIsSimulatedOnceInGroupsOfOneParameterDraw) {
  for (const std::uint64_t paths : {100ULL, 1'000ULL, 5'000ULL, 20'001ULL}) {
    const Model model = model_of(fixture::var_of_f2(), 1);
    const BlockSimulator simulator(model, 1, paths);
    std::set<std::uint64_t> groups;
    std::uint64_t count = 0, next = 0;
    for (std::size_t block = 0; block < simulator.block_count(); ++block) {
      simulator.simulate(block, [&](const GroupPaths& group) {
        EXPECT_EQ(group.first_path, next);
        EXPECT_EQ(group.group, next / simulator.group_size());
        next += group.lanes;
        count += group.lanes;
        groups.insert(group.group);
      });
    }
    EXPECT_EQ(count, paths);
    EXPECT_EQ(groups.size(), simulator.group_count());
    EXPECT_GE(groups.size(), std::min<std::uint64_t>(paths, 1000));
  }
}

// x_t = 0.1 + 0.3 x_{t-1} + 0.2 r_t + 0.5 e_t with e_t Student t, r_t the simple return of a price whose log return is
// N(0, 1) %; x_0 = 0.
constexpr double kFlowNu = 3.0;

Model heavy_tailed_flows(int weeks, std::vector<FlowPin> pins) {
  Calibration calibration = fixture::two_funds();
  calibration.funds->flow.tail_index = kFlowNu;
  Model model = model_of(std::move(calibration), weeks);
  model.flow_pins = std::move(pins);
  return model;
}

FlowPin flow_in_percent(int week, double value) {
  FlowPin pin;
  pin.week = week;
  pin.percent = true;
  pin.value = value;
  return pin;
}

double simple(double log_return) {
  return 100.0 * std::expm1(0.01 * log_return);
}

double student_t_density(double x) {
  return std::pow(1.0 + x * x / kFlowNu, -0.5 * (kFlowNu + 1.0));
}

// Mean log return of a week, paths by their weights.
double mean_log_return(const Model& model, std::size_t week) {
  const BlockSimulator simulator(model, 17, 200'000);
  double sum = 0.0, weight = 0.0;
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        const double w = std::exp(group.log_weight[lane]);
        sum += w * group.market.at(week, 0)[lane];
        weight += w;
      }
    });
  }
  return sum / weight;
}

// Mean of z ~ N(0, 1) given what is seen, by quadrature.
template <typename Likelihood>
double mean_given(const Likelihood& likelihood) {
  double sum = 0.0, mass = 0.0;
  for (double z = -7.0; z <= 7.0; z += 0.01) {
    const double density = std::exp(-0.5 * z * z) * likelihood(z);
    sum += density * z;
    mass += density;
  }
  return sum / mass;
}

// 12,500 theta groups, a mean with a standard deviation below 1 in each: four standard errors are 0.036 at most, 6 of
// 100,000 correct programs fail.
constexpr double kMeanTolerance = 0.036;

TEST(HeavyTailedFlows, HaveTheTailsOfTheirLaw) {
  const Model model = heavy_tailed_flows(1, {});
  const BlockSimulator simulator(model, 17, 200'000);
  double beyond = 0.0;
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        const double x = group.funds.total.at(0, FundPaths::kFlow)[lane] / 10.0;
        const double e = (x - 0.1 - 0.2 * simple(group.market.at(0, 0)[lane])) / 0.5;
        beyond += (std::abs(e) > 4.0 ? 1.0 : 0.0) / 200'000.0;
      }
    });
  }
  const double expected = 2.0 * (1.0 - student_t_cdf(4.0, kFlowNu));
  EXPECT_NEAR(beyond, expected, 4.0 * std::sqrt(expected / 12'500.0));
  EXPECT_GT(expected, 0.02) << "a normal residual has 0.00006";
}

// A flow far out is a week of wild flows rather than of wild prices: with normal residuals the mean would be 2.
TEST(HeavyTailedFlows, GivenAFlowLeaveThePriceItsLaw) {
  for (const double flow : {0.5, 1.5, 3.0}) {
    const double expected =
        mean_given([flow](double z) { return student_t_density((flow - 0.1 - 0.2 * simple(z)) / 0.5); });
    EXPECT_NEAR(mean_log_return(heavy_tailed_flows(1, {flow_in_percent(0, flow)}), 0), expected, kMeanTolerance)
        << flow;
  }
  Model normal = heavy_tailed_flows(1, {flow_in_percent(0, 3.0)});
  Calibration calibration = *normal.calibration;
  calibration.funds->flow.tail_index = kInfinity;
  normal.calibration = std::make_shared<const Calibration>(calibration);
  EXPECT_GT(mean_log_return(normal, 0), 1.8);
}

// The second week's pin tells of the first week's residual through the lag, and so of its mixing variable.
TEST(HeavyTailedFlows, GivenAFlowOfTheSecondWeekAreExactInBothWeeks) {
  constexpr double kFlow = 3.0, kStep = 0.02;
  std::vector<double> first_flow, density;  // of x_1
  for (double x = -12.0; x <= 12.0; x += kStep) {
    double sum = 0.0;
    for (double z = -6.0; z <= 6.0; z += 0.05)
      sum += std::exp(-0.5 * z * z) * student_t_density((x - 0.1 - 0.2 * simple(z)) / 0.5);
    first_flow.push_back(x);
    density.push_back(sum);
  }
  const double second = mean_given([&](double z) {
    double sum = 0.0;
    for (std::size_t i = 0; i < density.size(); ++i)
      sum += density[i] * student_t_density((kFlow - 0.1 - 0.3 * first_flow[i] - 0.2 * simple(z)) / 0.5);
    return sum;
  });
  // Of week 1: the law of x_1 given the pin, whatever week 2's return.
  std::vector<double> told;
  for (const double x : first_flow) {
    double sum = 0.0;
    for (double z = -6.0; z <= 6.0; z += 0.05)
      sum += std::exp(-0.5 * z * z) * student_t_density((kFlow - 0.1 - 0.3 * x - 0.2 * simple(z)) / 0.5);
    told.push_back(sum);
  }
  const double first = mean_given([&](double z) {
    double sum = 0.0;
    for (std::size_t i = 0; i < told.size(); ++i)
      sum += told[i] * student_t_density((first_flow[i] - 0.1 - 0.2 * simple(z)) / 0.5);
    return sum;
  });
  const Model model = heavy_tailed_flows(2, {flow_in_percent(1, kFlow)});
  EXPECT_NEAR(mean_log_return(model, 1), second, kMeanTolerance);
  EXPECT_NEAR(mean_log_return(model, 0), first, kMeanTolerance);
}

}  // namespace
}  // namespace ebbtide
