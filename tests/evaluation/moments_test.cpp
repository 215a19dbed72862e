#include "evaluation/moments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "calibration/calibrate.h"
#include "support/simulated_history.h"

namespace ebbtide {
namespace {

const MomentComparison& of(const std::vector<MomentComparison>& all, const std::string& series) {
  for (const MomentComparison& each : all) {
    if (each.series == series) return each;
  }
  throw std::runtime_error("no such series");
}

// The rate is an autoregression with known parameters: mean c / (1 - a), variance s^2 / (1 - a^2), kurtosis 3,
// correlation a. 72,000 values a little dependent: four standard errors with (1 + a) / (1 - a) for the mean, 6e-5 false
// alarms each.
TEST(Moments, OfASimulatedMarketAreThoseOfItsLaw) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(11);
  const HistoryView view = simulated.history.as_of(simulated.as_of);
  Calibration calibration = calibrate(view, {});
  calibration.market.tail_index = std::numeric_limits<double>::infinity();
  for (VolatilityState& state : calibration.market.volatility) state.level = 1.0;
  for (MarketEquation& equation : calibration.market.equations) {
    equation.posterior.unit_covariance.setZero();
    equation.posterior.degrees_of_freedom = std::numeric_limits<double>::infinity();
  }
  RegressionPosterior& rate = calibration.market.equations[0].posterior;
  rate.mean << 3.0, 0.4;
  rate.residual_variance = 25.0;
  const auto comparisons = compare_moments(calibration, view, Executor(2));
  const Moments& found = of(comparisons, "rate").simulated;
  const double n = 72'000, sd = 5.0 / std::sqrt(1.0 - 0.16);
  EXPECT_NEAR(found.mean, 5.0, 4.0 * sd * std::sqrt(1.4 / 0.6 / n));
  EXPECT_NEAR(found.sd, sd, 4.0 * sd * std::sqrt(0.5 * 1.16 / 0.84 / n));
  EXPECT_NEAR(found.kurtosis, 3.0, 4.0 * std::sqrt(24.0 * 1.1 / n));
  EXPECT_NEAR(found.lag_correlation, 0.4, 4.0 * std::sqrt(0.84 / n));
  EXPECT_NEAR(of(comparisons, "bitcoin").simulated.return_correlation, 1.0, 1e-12);
}

TEST(Moments, OfHistoryAreThoseOfTheCalibrationsOwnSample) {
  const fixture::SimulatedHistory simulated = fixture::simulate_history(11);
  const HistoryView view = simulated.history.as_of(simulated.as_of);
  const auto comparisons = compare_moments(calibrate(view, {}), view, Executor(2));
  double sum = 0.0, squares = 0.0;
  for (int week = 0; week < fixture::kMarketWeeks; ++week) {
    const double value = view.displayed(0, add_weeks(view.market().first_week, week)).value();
    sum += value;
    squares += value * value;
  }
  const double n = fixture::kMarketWeeks;
  const MomentComparison& rate = of(comparisons, "rate");
  EXPECT_EQ(rate.weeks, fixture::kMarketWeeks);
  EXPECT_EQ(rate.unit, "bp");
  EXPECT_NEAR(rate.historical.mean, sum / n, 1e-9);
  EXPECT_NEAR(rate.historical.sd, std::sqrt((squares - sum * sum / n) / (n - 1)), 1e-9);
  // The first week of flows has no AUM of the week before in the calibration's list.
  EXPECT_EQ(of(comparisons, "net_flow_pct_aum").weeks, fixture::kFlowWeeks - 1);
  const Json json = moments_json(comparisons);
  EXPECT_EQ(json.size(), comparisons.size());
  EXPECT_TRUE(json[0]["historical"].contains("correlation_with_week_before"));
}

}  // namespace
}  // namespace ebbtide
