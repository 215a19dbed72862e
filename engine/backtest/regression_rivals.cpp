#include "backtest/regression_rivals.h"

#include <algorithm>
#include <cmath>

#include "backtest/flow_carrier.h"
#include "calibration/student_t_regression.h"
#include "core/contract.h"
#include "random/boost_draws.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestWeeks = 16;
constexpr double kMeanDecay = 0.9;
constexpr double kScaleDecay = 0.94;
constexpr std::size_t kFirstLevelWeeks = 8;

std::vector<double> flows_of(const Origin& origin) {
  std::vector<double> flows;
  for (const PastWeek& week : origin.past) flows.push_back(week.flow_percent);
  return flows;
}

// Deviations of every week from the mean and over the scale that the weeks before it gave; both after the last week.
struct MovingFit {
  double mean = 0.0;
  double scale = 1.0;
  std::vector<double> standardised;
};

MovingFit moving_fit(const std::vector<double>& flows) {
  MovingFit fit;
  double variance = 0.0;
  for (std::size_t t = 0; t < kFewestWeeks; ++t) fit.mean += flows[t] / kFewestWeeks;
  for (std::size_t t = 0; t < kFewestWeeks; ++t) variance += std::pow(flows[t] - fit.mean, 2) / kFewestWeeks;
  for (std::size_t t = kFewestWeeks; t < flows.size(); ++t) {
    const double gap = flows[t] - fit.mean;
    fit.standardised.push_back(gap / std::sqrt(variance));
    variance = kScaleDecay * variance + (1.0 - kScaleDecay) * gap * gap;
    fit.mean = kMeanDecay * fit.mean + (1.0 - kMeanDecay) * flows[t];
  }
  fit.scale = std::sqrt(variance);
  return fit;
}

// Of one week ahead, from its law in % of AUM.
void add_density(const ForecastTask& task, double location, double scale, double degrees_of_freedom,
                 Forecast& forecast) {
  const double per_percent = 0.01 * task.origin.opening_aum_musd();
  if (task.weeks == 1) forecast.flow_density.add(per_percent * location, per_percent * scale, degrees_of_freedom);
}

}  // namespace

double student_t_draw(PlaceEngine& draws, double degrees_of_freedom) {
  const double normal = normal_draw(draws);
  if (std::isinf(degrees_of_freedom)) return normal;
  const double half = 0.5 * degrees_of_freedom;
  return normal * std::sqrt(half / gamma_draw(draws, half));
}

Forecast AutoregressionT::forecast(const ForecastTask& task) const {
  const std::vector<PastWeek>& past = task.origin.past;
  if (past.size() < kFewestWeeks) return {};
  std::vector<double> returns;
  if (with_return_) returns = held_returns(task);
  if (with_return_ && returns.empty()) return {};
  const auto rows = static_cast<Eigen::Index>(past.size()) - 1;
  Matrix x(rows, with_return_ ? 3 : 2);
  Vector y(rows);
  for (Eigen::Index row = 0; row < rows; ++row) {
    const auto t = static_cast<std::size_t>(row) + 1;
    x(row, 0) = 1.0;
    x(row, 1) = past[t - 1].flow_percent;
    if (with_return_) x(row, 2) = past[t].return_percent;
    y(row) = past[t].flow_percent;
  }
  const StudentTFit fit = fit_student_t(x, y);
  PlaceEngine draws = rival_draws(task, with_return_ ? RivalStream::ar1_t_return : RivalStream::ar1_t);
  const auto expected = [&](double last, std::size_t week) {
    return fit.coefficients(0) + fit.coefficients(1) * last +
           (with_return_ ? fit.coefficients(2) * returns[week] : 0.0);
  };
  double flow = 0.0;
  Forecast forecast = carry_flows(task, [&](bool first, std::size_t week) {
    if (first) flow = past.back().flow_percent;
    flow = expected(flow, week) + fit.scale * student_t_draw(draws, fit.degrees_of_freedom);
    return flow;
  });
  add_density(task, expected(past.back().flow_percent, 0), fit.scale, fit.degrees_of_freedom, forecast);
  return forecast;
}

Forecast MovingAverageT::forecast(const ForecastTask& task) const {
  const std::vector<double> flows = flows_of(task.origin);
  if (flows.size() < 2 * kFewestWeeks) return {};
  const MovingFit fit = moving_fit(flows);
  const auto rows = static_cast<Eigen::Index>(fit.standardised.size());
  const Vector y = Eigen::Map<const Vector>(fit.standardised.data(), rows);
  const StudentTFit residuals = fit_student_t(Matrix::Ones(rows, 1), y);
  PlaceEngine draws = rival_draws(task, RivalStream::ewma_t);
  const double scale = fit.scale * residuals.scale;
  Forecast forecast = carry_flows(
      task, [&](bool, std::size_t) { return fit.mean + scale * student_t_draw(draws, residuals.degrees_of_freedom); });
  add_density(task, fit.mean, scale, residuals.degrees_of_freedom, forecast);
  return forecast;
}

SmoothedSeries smooth(const std::vector<double>& values, double alpha) {
  EBBTIDE_REQUIRE(values.size() >= kFirstLevelWeeks);
  SmoothedSeries result;
  for (std::size_t t = 0; t < kFirstLevelWeeks; ++t) result.level += values[t] / kFirstLevelWeeks;
  for (const double value : values) {
    const double error = value - result.level;
    result.errors.push_back(error);
    result.squares += error * error;
    result.level += alpha * error;
  }
  return result;
}

Forecast ExponentialSmoothing::forecast(const ForecastTask& task) const {
  constexpr int kGrid = 50;
  const std::vector<double> flows = flows_of(task.origin);
  if (flows.size() < kFewestWeeks) return {};
  double alpha = 0.0;
  SmoothedSeries best = smooth(flows, alpha);
  for (int i = 1; i <= kGrid; ++i) {
    SmoothedSeries other = smooth(flows, static_cast<double>(i) / kGrid);
    if (other.squares >= best.squares) continue;
    alpha = static_cast<double>(i) / kGrid;
    best = std::move(other);
  }
  PlaceEngine draws = rival_draws(task, RivalStream::exponential_smoothing);
  double level = 0.0;
  return carry_flows(task, [&](bool first, std::size_t) {
    if (first) level = best.level;
    const double error = best.errors[uniform_index_draw(draws, best.errors.size())];
    const double flow = level + error;
    level += alpha * error;
    return flow;
  });
}

}  // namespace ebbtide
