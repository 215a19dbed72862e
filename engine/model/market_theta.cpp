#include "model/market_theta.h"

#include <algorithm>
#include <cmath>

namespace ebbtide {

MarketSampler::MarketSampler(const MarketPosterior& posterior) : lag_order_(posterior.lag_order) {
  for (const MarketEquation& equation : posterior.equations) {
    regressors_.push_back(equation.regressors);
    samplers_.emplace_back(equation.posterior);
  }
}

MarketTheta MarketSampler::draw(std::uint64_t seed, std::uint64_t group) const {
  std::vector<RegressionDraw> draws;
  for (std::size_t i = 0; i < samplers_.size(); ++i) {
    draws.push_back(samplers_[i].draw(seed, group, market_equation_number(i)));
  }
  return reduce(draws);
}

MarketTheta MarketSampler::mean() const {
  std::vector<RegressionDraw> draws;
  for (const RegressionSampler& sampler : samplers_) draws.push_back(sampler.mean());
  return reduce(draws);
}

// From triangular coefficients and residual standard deviations to the reduced form: with unit lower triangular I - B,
// c = (I - B)^-1 a, A_k likewise, P = (I - B)^-1 diag(sigma).
MarketTheta MarketSampler::reduce(const std::vector<RegressionDraw>& draws) const {
  const int d = static_cast<int>(draws.size());
  Matrix same_week = Matrix::Identity(d, d);
  MarketTheta theta;
  theta.constant = Vector::Zero(d);
  theta.lags.assign(static_cast<std::size_t>(lag_order_), Matrix::Zero(d, d));
  theta.impact = Matrix::Zero(d, d);
  for (int i = 0; i < d; ++i) {
    const RegressionDraw& draw = draws[static_cast<std::size_t>(i)];
    const std::vector<MarketRegressor>& regressors = regressors_[static_cast<std::size_t>(i)];
    theta.impact(i, i) = draw.sigma;
    for (std::size_t j = 0; j < regressors.size(); ++j) {
      const MarketRegressor& regressor = regressors[j];
      const double value = draw.coefficients(static_cast<int>(j));
      switch (regressor.kind) {
        case MarketRegressor::Kind::constant:
          theta.constant(i) += value;
          break;
        case MarketRegressor::Kind::lag:
          theta.lags[static_cast<std::size_t>(regressor.lag - 1)](i, regressor.variable) += value;
          break;
        case MarketRegressor::Kind::same_week:
          same_week(i, regressor.variable) -= value;
          break;
      }
    }
  }
  const auto solver = same_week.triangularView<Eigen::UnitLower>();
  solver.solveInPlace(theta.constant);
  for (Matrix& lag : theta.lags) solver.solveInPlace(lag);
  solver.solveInPlace(theta.impact);
  return theta;
}

Matrix volatility_path(const MarketPosterior& posterior, int weeks) {
  const int d = static_cast<int>(posterior.variables.size());
  Matrix result(weeks, d);
  for (int i = 0; i < d; ++i) {
    const VolatilityState& state =
        posterior.volatility[static_cast<std::size_t>(posterior.volatility_of[static_cast<std::size_t>(i)])];
    double weight = 1.0;
    for (int week = 0; week < weeks; ++week) {
      result(week, i) = std::sqrt(state.long_run + (state.level - state.long_run) * weight);
      weight *= state.persistence;
    }
  }
  return result;
}

Matrix mean_path(const MarketTheta& theta, const Matrix& last_values, int weeks) {
  const int d = static_cast<int>(theta.constant.size());
  Matrix path(weeks, d);
  for (int week = 0; week < weeks; ++week) {
    Vector value = theta.constant;
    for (int lag = 1; lag <= static_cast<int>(theta.lags.size()); ++lag) {
      const int past = week - lag;
      const Vector earlier =
          past >= 0 ? Vector(path.row(past).transpose()) : Vector(last_values.row(-past - 1).transpose());
      value += theta.lags[static_cast<std::size_t>(lag - 1)] * earlier;
    }
    path.row(week) = value.transpose();
  }
  return path;
}

Matrix shock_response(const MarketTheta& theta, const Matrix& volatility, const Matrix& shocks) {
  Matrix path(shocks.rows(), shocks.cols());
  Vector value(shocks.cols()), scaled(shocks.cols());
  for (int week = 0; week < shocks.rows(); ++week) {
    if (shocks.row(week).isZero(0.0)) {
      value.setZero();  // conditions reach back from their last week, not beyond it
    } else {
      scaled = volatility.row(week).cwiseProduct(shocks.row(week)).transpose();
      value.noalias() = theta.impact.triangularView<Eigen::Lower>() * scaled;
    }
    for (int lag = 1; lag <= std::min<int>(week, static_cast<int>(theta.lags.size())); ++lag) {
      value += theta.lags[static_cast<std::size_t>(lag - 1)] * path.row(week - lag).transpose();
    }
    path.row(week) = value.transpose();
  }
  return path;
}

Matrix shock_weights(const MarketTheta& theta, const Matrix& volatility, const Matrix& path_weights) {
  const int weeks = static_cast<int>(path_weights.rows());
  Matrix adjoint = path_weights;
  Matrix result = Matrix::Zero(path_weights.rows(), path_weights.cols());
  int last = weeks - 1;
  while (last > 0 && path_weights.row(last).isZero(0.0)) --last;
  for (int week = last; week >= 0; --week) {
    Vector value = adjoint.row(week).transpose();
    for (int lag = 1; lag <= static_cast<int>(theta.lags.size()) && week + lag <= last; ++lag) {
      value += theta.lags[static_cast<std::size_t>(lag - 1)].transpose() * adjoint.row(week + lag).transpose();
    }
    adjoint.row(week) = value.transpose();
    const Vector weights = theta.impact.transpose() * value;
    result.row(week) = weights.transpose().cwiseProduct(volatility.row(week));
  }
  return result;
}

}  // namespace ebbtide
