#include "evaluation/drivers.h"

#include <cmath>
#include <map>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/drivers_table.h"
#include "evaluation/scenario_run.h"
#include "support/fund_fixture.h"

namespace ebbtide {
namespace {

using fixture::pin;

std::vector<std::vector<Estimate>> no_deltas(const Model& model) {
  std::vector<std::vector<Estimate>> deltas;
  for (const Series& series : series_of(model))
    deltas.emplace_back(static_cast<std::size_t>(series.weeks), Estimate{0.0, 0.0});
  return deltas;
}

// All share one calibration, as the scenarios of a batch do.
Model family(std::vector<LinearConstraint> rows) {
  static const auto kCalibration = std::make_shared<const Calibration>(fixture::two_funds());
  Model model;
  model.calibration = kCalibration;
  model.horizon_weeks = 3;
  model.constraints = std::move(rows);
  return model;
}

LinearConstraint named(LinearConstraint row, const std::string& text) {
  row.text = text;
  return row;
}

// Two scenarios of the two funds, 60,000 paths each.
std::vector<ScenarioResult> run_pair(std::vector<LinearConstraint> rows, std::vector<LinearConstraint> baseline_rows) {
  std::vector<PreparedScenario> batch(2);
  for (PreparedScenario& prepared : batch) {
    const bool is_baseline = &prepared == &batch[0];
    prepared.scenario.name = is_baseline ? "base" : "shock";
    prepared.scenario.horizon_weeks = 3;
    prepared.scenario.paths = 60'000;
    prepared.scenario.seed = 11;
    prepared.model = family(is_baseline ? baseline_rows : rows);
  }
  batch[1].scenario.baseline = "base";
  return run_batch(batch, Executor(2), {}, nullptr);
}

TEST(Drivers, OfAScenarioEqualToItsBaselineAreNothing) {
  const Model model = family({pin(1, 0, -5.0)});
  const Drivers found = drivers(model, model, no_deltas(model), Executor(2));
  EXPECT_TRUE(found.causes.empty());
  EXPECT_FALSE(found.splits.empty());
  for (const DriverSplit& split : found.splits) {
    EXPECT_EQ(split.remainder(), 0.0);
    for (const auto& [channel, value] : split.channels) EXPECT_EQ(value, 0.0) << channel;
  }
}

TEST(Drivers, AddUpByConditionAndByChannel) {
  const Model model = family({named(pin(1, 0, -5.0), "fall"), named(pin(3, 0, 2.0), "rise")});
  const Model baseline = family({named(pin(1, 0, 1.0), "calm")});
  const Drivers found = drivers(model, baseline, no_deltas(model), Executor(2));
  ASSERT_EQ(found.causes.size(), 3u);
  EXPECT_EQ(found.causes[2].text, "baseline's calm");
  for (const DriverSplit& split : found.splits) {
    double causes = std::accumulate(split.causes.begin(), split.causes.end(), 0.0), channels = 0.0;
    for (const auto& [channel, value] : split.channels) channels += value;
    EXPECT_NEAR(channels, causes, 1e-9 * (1.0 + std::abs(causes)));
    EXPECT_NEAR(causes + split.remainder(), split.total.value, 1e-12 * (1.0 + std::abs(causes)));
  }
  // The baseline's rise of 1 is taken back in week 1: both are parts of one move of -6.
  const DriverSplit& first = found.splits.front();
  EXPECT_NEAR(first.causes[2] / first.causes[0], 0.2, 0.02);
}

TEST(Drivers, LeaveNoRemainderBeyondSimulationAndCurvature) {
  const auto results = run_pair({pin(1, 0, -5.0), pin(2, 0, 3.0)}, {});
  int looked = 0;
  double largest = 0.0;
  for (const DriverSplit& split : results[1].drivers.splits) {
    const Series& series = results[1].simulation.series[split.series].series;
    if (series.member >= 0) continue;
    ++looked;
    // Curvature: AUM of 1000 times half the variance of a week's return, 1e-4, in three weeks, and the cube of the move
    // over 24; a mean flow is some hundredth of that.
    const double bound = series.target == Target::aum ? 1000.0 * (3 * 0.5e-4 + std::pow(0.05, 3) / 24.0) : 0.05;
    EXPECT_NEAR(split.remainder(), 0.0, 4.0 * split.total.standard_error + bound) << split.week;
    largest = std::max(largest, std::abs(split.total.value));
    // A dropped condition would be seen.
    EXPECT_GT(std::abs(split.causes[0]),
              10.0 * (4.0 * split.total.standard_error + bound) * (series.target == Target::aum ? 1.0 : 0.1));
  }
  EXPECT_EQ(looked, 9);
  EXPECT_GT(largest, 20.0);
}

TEST(Drivers, KeepStatedResponsesApart) {
  const Model baseline = family({});
  Calibration other = fixture::two_funds();
  other.funds->flow.posterior.mean(FlowPosterior::kLevel) = 0.3;
  Model model = fixture::model_of(other, 3, {pin(1, 0, -5.0)});
  const Drivers found = drivers(model, baseline, no_deltas(model), Executor(2));
  ASSERT_EQ(found.causes.size(), 2u);
  EXPECT_EQ(found.causes[1].kind, DriverKind::assumption);
  // Week 1, total: 0.2 % of 1000 more by the level.
  EXPECT_NEAR(found.splits.front().causes[1], 2.0, 1e-9);
}

// The two funds where a price (variable 0) may fail to gain from a weaker dollar (variable 1): with beta 2 and 0.4 of
// flow per percent of disappointment.
Model disappointing(double price, double dollar) {
  Calibration calibration =
      fixture::reduced_market(Vector::Zero(2), {Matrix::Zero(2, 2)}, Matrix::Identity(2, 2), Matrix::Zero(1, 2));
  for (MarketVariable& variable : calibration.market.variables) variable.unit = Unit::percent;
  calibration.funds = fixture::two_funds().funds;
  RegressionPosterior& posterior = calibration.funds->flow.posterior;
  Vector mean(7);
  mean << posterior.mean, 0.4;
  posterior.mean = mean;
  posterior.unit_covariance = Matrix::Zero(7, 7);
  posterior.regressors.resize(7);
  calibration.funds->flow.disappointment = DollarDisappointment{1, 2.0, 52};
  return fixture::model_of(calibration, 2, {named(pin(1, 0, price), "price"), named(pin(1, 1, dollar), "dollar")});
}

std::map<std::string, double> channels_of(const DriverSplit& split) {
  return {split.channels.begin(), split.channels.end()};
}

TEST(Drivers, CountTheDollarDisappointmentAsDirectMacro) {
  const Model model = disappointing(-3.0, -1.0);
  Model baseline = model;
  baseline.constraints.clear();
  const Drivers found = drivers(model, baseline, no_deltas(model), Executor(2));
  const DriverSplit& first = found.splits[0];
  ASSERT_EQ(first.week, 0);
  const double half_return = 100.0 * std::expm1(-0.015), return_move = -3.0 * std::exp(-0.015);
  // 0.4 % of 1000 for each of 3 + 2 x 1 percent.
  EXPECT_NEAR(channels_of(first).at("direct macro"), -20.0, 1e-9);
  EXPECT_NEAR(channels_of(first).at("returns"), 10.0 * 0.2 * return_move, 1e-9);
  EXPECT_NEAR(channels_of(first).at("persistence"), 0.0, 1e-9);
  // The dollar moves flows by this term alone.
  EXPECT_NEAR(first.causes[1], 10.0 * 0.4 * 2.0 * -1.0, 1e-9);
  // The week after it is part of the flow's own past.
  const double aum = 1000.0 + 10.0 * (half_return + 0.1 + 0.2 * half_return - 0.4 * 2.5);
  const DriverSplit& second = found.splits[1];
  EXPECT_NEAR(channels_of(second).at("direct macro"), 0.0, 1e-9);
  EXPECT_NEAR(channels_of(second).at("persistence"), 0.01 * aum * 0.3 * (0.2 * return_move - 0.4 * 5.0), 1e-9);
  // Members follow the total: they have no such term of their own.
  for (const DriverSplit& split : found.splits) {
    const bool is_total = series_of(model)[split.series].member < 0;
    const bool is_aum = series_of(model)[split.series].target == Target::aum;
    EXPECT_EQ(channels_of(split).count("direct macro"), is_total && !is_aum ? 1u : 0u);
  }
}

TEST(Drivers, HaveNoDirectMacroWithoutDisappointment) {
  const Model model = disappointing(-3.0, 1.0);
  Model baseline = model;
  baseline.constraints.clear();
  const Drivers found = drivers(model, baseline, no_deltas(model), Executor(2));
  EXPECT_NEAR(channels_of(found.splits[0]).at("direct macro"), 0.0, 1e-12);
  const Model undeclared = family({pin(1, 0, -5.0)});
  const Drivers plain = drivers(undeclared, family({}), no_deltas(undeclared), Executor(2));
  EXPECT_EQ(channels_of(plain.splits[0]).count("direct macro"), 0u);
}

TEST(Drivers, OfAMarketWithoutFundsAreNothing) {
  const Model model = fixture::model_of(fixture::var_of_f2(), 2, {pin(1, 0, 1.0)});
  EXPECT_TRUE(drivers(model, fixture::model_of(fixture::var_of_f2(), 2), no_deltas(model), Executor(2)).splits.empty());
}

}  // namespace
}  // namespace ebbtide
