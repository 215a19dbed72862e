#include "backtest/regression_rivals.h"

#include <algorithm>
#include <cmath>

#include "backtest/student_t_regression.h"
#include "random/boost_draws.h"

namespace ebbtide {
namespace {

constexpr std::size_t kFewestWeeks = 16;

}  // namespace

double student_t_draw(PlaceEngine& draws, double degrees_of_freedom) {
  const double normal = normal_draw(draws);
  if (std::isinf(degrees_of_freedom)) return normal;
  const double half = 0.5 * degrees_of_freedom;
  return normal * std::sqrt(half / gamma_draw(draws, half));
}

std::vector<double> held_returns(const ForecastTask& task) {
  std::vector<double> returns;
  for (int week = 0; week < task.weeks; ++week) {
    const auto& values = task.market.weeks[static_cast<std::size_t>(week)];
    double effect = 0.0, held = 0.0;
    for (const MemberPosterior& member : task.origin.funds().members) {
      if (member.dimension != Dimension::asset) continue;
      double simple = 0.0;
      for (const auto& [variable, weight] : member.exposures) {
        const auto& value = values[static_cast<std::size_t>(variable)];
        if (!value) return {};
        simple += weight * *value;
      }
      effect += member.opening_aum_musd * std::max(simple, -100.0);
      held += member.opening_aum_musd;
    }
    returns.push_back(held > 0.0 ? effect / held : 0.0);
  }
  return returns;
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
  Forecast forecast;
  forecast.flow_musd.reserve(task.draws);
  for (std::uint64_t i = 0; i < task.draws; ++i) {
    double flow = past.back().flow_percent, sum = 0.0;
    for (std::size_t week = 0; week < static_cast<std::size_t>(task.weeks); ++week) {
      double mean = fit.coefficients(0) + fit.coefficients(1) * flow;
      if (with_return_) mean += fit.coefficients(2) * returns[week];
      flow = mean + fit.scale * student_t_draw(draws, fit.degrees_of_freedom);
      sum += flow;
    }
    forecast.flow_musd.push_back(0.01 * task.origin.opening_aum_musd() * sum);
  }
  return forecast;
}

}  // namespace ebbtide
