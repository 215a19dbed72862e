#include "simulation/path_weighting.h"

#include <cmath>

#include <gtest/gtest.h>

#include "calibration/calibrate.h"
#include "core/error.h"
#include "simulation/simulate.h"
#include "support/market_fixture.h"
#include "support/shipped_history.h"

namespace ebbtide {
namespace {

constexpr double kErrors = 4.0;  // 6e-5 false alarms a comparison
constexpr std::uint64_t kPaths = 200'000;

View view_on(ViewKind kind, const std::string& variable, int week, double at_least, double at_most) {
  View view;
  view.kind = kind;
  view.text = "view";
  view.quantity.target = EventTarget::factor;
  view.quantity.variable = variable;
  view.quantity.weeks = {week, week};
  view.at_least = at_least;
  view.at_most = at_most;
  view.unit = Unit::basis_point;
  return view;
}

SimulationResult run(const Model& model, std::uint64_t seed = 51) {
  SimulationOptions options;
  options.seed = seed;
  options.paths = kPaths;
  SimulationMemory memory;
  return simulate(model, {}, options, {}, Executor(2), memory);
}

const SeriesResult& series_of_variable(const SimulationResult& result, const std::string& name) {
  for (const SeriesResult& series : result.series) {
    if (series.series.name == name) return series;
  }
  throw std::runtime_error("no series " + name);
}

// A view on the mean of one normal moves every other variable by its regression and no variance: Gaussian tilting.
TEST(PathWeighting, AViewOnAMeanMovesTheOthersByTheirRegression) {
  Model model = fixture::model_of(fixture::var_of_f2(), 2);
  model.views = {view_on(ViewKind::mean, "y1", 1, 1.0, 1.0)};
  const SimulationResult result = run(model);
  ASSERT_TRUE(result.weighting);
  const auto expect = [&](const std::string& name, std::size_t week, double mean, double sd) {
    const ColumnSummary& summary = series_of_variable(result, name).weeks[week].summary;
    EXPECT_NEAR(summary.mean.value, mean, kErrors * summary.mean.standard_error + 1e-6) << name << week;
    EXPECT_NEAR(summary.standard_deviation.value, sd, kErrors * summary.standard_deviation.standard_error) << name;
  };
  // y1(1) ~ N(.5, 1): shifted by .5; y2(1) by .3 x .5; week 2 by A times that.
  EXPECT_NEAR(series_of_variable(result, "y1").weeks[0].summary.mean.value, 1.0, 1e-6);
  expect("y1", 0, 1.0, 1.0);
  expect("y2", 0, -0.4 + 0.15, std::sqrt(0.5));
  expect("y1", 1, 0.31 + 0.5 * 0.5 + 0.1 * 0.15, 1.133578);
  expect("y2", 1, -0.26 + 0.2 * 0.5 + 0.4 * 0.15, 0.817313);
  // Relative entropy of a shift by .5 sd, and the effective share exp(-.25) of a Gaussian tilt.
  EXPECT_NEAR(result.weighting->relative_entropy, 0.125, 0.01);
  EXPECT_NEAR(result.weighting->all.effective_share, std::exp(-0.25), 0.02);
  EXPECT_NEAR(result.weighting->views[0].after, 1.0, 1e-6);
  EXPECT_NEAR(result.weighting->views[0].before, 0.5, 0.02);
}

TEST(PathWeighting, ViewsOnProbabilityQuantileAndShortfallAreMet) {
  Model model = fixture::model_of(fixture::two_lag_market(5.0), 2);
  View probability = view_on(ViewKind::probability, "y1", 1, 0.7, 1.0);
  probability.quantity.below = true;
  probability.quantity.level = {0.0, Unit::basis_point};
  View quantile = view_on(ViewKind::quantile, "y2", 1, -3.0, -3.0);
  quantile.tail = 0.05;
  View shortfall = view_on(ViewKind::shortfall, "y2", 2, -4.0, -4.0);
  shortfall.tail = 0.05;
  model.views = {probability, quantile, shortfall};
  const SimulationResult result = run(model);
  const std::vector<ViewResult>& views = result.weighting->views;
  EXPECT_NEAR(views[0].after, 0.7, 1e-6);
  EXPECT_NEAR(views[1].after, -3.0, 0.02);
  EXPECT_NEAR(views[2].after, -4.0, 0.02);
  EXPECT_NEAR(series_of_variable(result, "y2").weeks[0].summary.quantiles[1].value, views[1].after, 1e-6);
  EXPECT_NEAR(series_of_variable(result, "y2").weeks[1].summary.shortfall.value, views[2].after, 1e-6);
}

TEST(PathWeighting, AViewThatHoldsAlreadyChangesNothing) {
  Model model = fixture::model_of(fixture::two_lag_market(5.0), 2);
  const SimulationResult plain = run(model);
  model.views = {view_on(ViewKind::mean, "y1", 1, -50.0, 50.0)};
  const SimulationResult viewed = run(model);
  EXPECT_EQ(viewed.weighting->relative_entropy, 0.0);
  for (std::size_t i = 0; i < plain.series.size(); ++i) {
    EXPECT_NEAR(plain.series[i].weeks[1].summary.mean.value, viewed.series[i].weeks[1].summary.mean.value, 1e-9);
    EXPECT_NEAR(plain.series[i].weeks[1].summary.quantiles[4].value,
                viewed.series[i].weeks[1].summary.quantiles[4].value, 1e-6);
  }
}

TEST(PathWeighting, AnUnreachableViewIsNamedWithWhatCanBeReached) {
  Model model = fixture::model_of(fixture::two_lag_market(), 1);
  View view = view_on(ViewKind::mean, "y1", 1, 500.0, 500.0);
  view.text = "mean of y1, week 1: is 500 bp";
  model.views = {view};
  try {
    run(model);
    FAIL() << "was met";
  } catch (const InputError& error) {
    const Finding finding = error.findings().sorted().front();
    EXPECT_EQ(finding.code, "unreachable-view");
    EXPECT_NE(finding.problem.find("mean of y1, week 1"), std::string::npos);
    EXPECT_NE(finding.expected.find("a value from -"), std::string::npos) << finding.expected;
  }
}

// A bound by GHK against the same bound by indicator weights: a sample with an inequality is the free sample cut off.
TEST(PathWeighting, WeightedSummariesOfABoundAgreeWithTheSampleCutOff) {
  Model bounded = fixture::model_of(fixture::two_lag_market(5.0), 2, {fixture::between(1, 0, -INFINITY, -0.5)});
  const SimulationResult drawn = run(bounded);
  ASSERT_TRUE(drawn.weighting);
  Model viewed = fixture::model_of(fixture::two_lag_market(5.0), 2);
  View certain = view_on(ViewKind::probability, "y1", 1, 1.0, 1.0);
  certain.quantity.below = true;
  certain.quantity.level = {-0.5, Unit::basis_point};
  viewed.views = {certain};
  const SimulationResult cut = run(viewed, 52);
  for (const char* name : {"y1", "y2"}) {
    for (std::size_t week = 0; week < 2; ++week) {
      const ColumnSummary& a = series_of_variable(drawn, name).weeks[week].summary;
      const ColumnSummary& b = series_of_variable(cut, name).weeks[week].summary;
      const auto expect = [&](const Estimate& one, const Estimate& other) {
        EXPECT_NEAR(one.value, other.value, kErrors * std::hypot(one.standard_error, other.standard_error)) << name;
      };
      expect(a.mean, b.mean);
      expect(a.standard_deviation, b.standard_deviation);
      expect(a.quantiles[1], b.quantiles[1]);
      expect(a.shortfall, b.shortfall);
    }
  }
}

FlowCondition flow_condition(EventTarget target, int week, ConditionKind kind) {
  FlowCondition result;
  result.text = "flow";
  result.target = target;
  result.week = week;
  result.kind = kind;
  return result;
}

// AUM, sums of flows and bounds have no residual that would deliver them: the same paths as without them, each weighed
// by what it makes of the conditions.
TEST(PathWeighting, ConditionsWithoutAResidualWeighTheFreePathsByTheirLikelihood) {
  constexpr std::uint64_t kFewPaths = 4'000, kSeed = 53;
  const Calibration calibration =
      calibrate(fixture::shipped_history("us-spot-etf").as_of(*parse_date("2026-01-19")), CalibrationSettings{});
  const double opening = calibration.funds->opening_aum_musd;
  Model model = fixture::model_of(calibration, 3);
  model.lead_weeks = weeks_between(calibration.market.last_week, calibration.week_one) - 1;
  const Model free = model;
  FlowCondition aum = flow_condition(EventTarget::aum, 3, ConditionKind::evidence);
  aum.value = {0.9 * opening, Unit::million_usd};
  aum.sd = 0.05 * opening;
  FlowCondition sum = flow_condition(EventTarget::cumulative_net_flow, 2, ConditionKind::evidence);
  sum.value = {-0.01 * opening, Unit::million_usd};
  sum.sd = 0.02 * opening;
  FlowCondition bound = flow_condition(EventTarget::net_flow_pct_aum, 1, ConditionKind::inequality);
  bound.value.unit = Unit::percent;
  bound.at_most = 0.5;
  model.flow_conditions = {aum, sum, bound};
  const BlockSimulator simulator(model, kSeed, kFewPaths), plain(free, kSeed, kFewPaths);
  EXPECT_TRUE(needs_weights(model));
  EXPECT_FALSE(needs_weights(free));
  const Weighting weighting = weigh_paths(model, simulator, kFewPaths, Executor(2), nullptr);

  std::vector<double> expected(kFewPaths);
  double total = 0.0, squares = 0.0;
  for (std::size_t block = 0; block < plain.block_count(); ++block) {
    plain.simulate(block, [&](const GroupPaths& group) {
      const LaneGrid& funds = group.funds.total;
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        const double first = funds.at(0, FundPaths::kFlow)[lane];
        const double aum_gap = (funds.at(2, FundPaths::kAum)[lane] - aum.value.value) / aum.sd;
        const double sum_gap = (first + funds.at(1, FundPaths::kFlow)[lane] - sum.value.value) / sum.sd;
        const bool inside = 100.0 * first / funds.at(0, FundPaths::kOpening)[lane] <= 0.5;
        const double weight = inside ? std::exp(-0.5 * (aum_gap * aum_gap + sum_gap * sum_gap)) : 0.0;
        expected[group.first_path + lane] = weight;
        total += weight;
        squares += weight * weight;
      }
    });
  }
  ASSERT_EQ(weighting.weights.size(), expected.size());
  double sum_of_groups = 0.0;
  for (std::size_t path = 0; path < expected.size(); ++path) {
    ASSERT_NEAR(weighting.weights[path], expected[path] / total, 1e-12) << path;
  }
  for (const double share : weighting.group_weights) sum_of_groups += share;
  EXPECT_NEAR(sum_of_groups, 1.0, 1e-12);
  EXPECT_NEAR(weighting.conditions.effective_sample_size, total * total / squares, 1e-6 * total * total / squares);
  EXPECT_GT(weighting.conditions.excluded, 0U);
  EXPECT_LT(weighting.conditions.effective_share, 0.8);
}

}  // namespace
}  // namespace ebbtide
