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
  const Eigen::Index weeks = volatility.rows(), d = volatility.cols();
  const auto lags = static_cast<Eigen::Index>(theta.lags.size());
  Matrix paths = Matrix::Zero(shocks.rows(), shocks.cols());
  for (Eigen::Index week = 0; week < weeks; ++week) {
    // Conditions reach back from their last week, not beyond it.
    const bool shocked = !shocks.middleCols(week * d, d).isZero(0.0);
    for (Eigen::Index i = 0; i < d; ++i) {
      auto value = paths.col(week * d + i);
      for (Eigen::Index j = 0; shocked && j <= i; ++j) {
        const double weight = theta.impact(i, j) * volatility(week, j);
        if (weight != 0.0) value += weight * shocks.col(week * d + j);
      }
      for (Eigen::Index lag = 1; lag <= std::min(week, lags); ++lag) {
        const Matrix& weights = theta.lags[static_cast<std::size_t>(lag - 1)];
        for (Eigen::Index j = 0; j < d; ++j) {
          if (weights(i, j) != 0.0) value += weights(i, j) * paths.col((week - lag) * d + j);
        }
      }
    }
  }
  return paths;
}

Matrix shock_weights(const MarketTheta& theta, const Matrix& volatility, const Matrix& path_weights) {
  const Eigen::Index weeks = volatility.rows(), d = volatility.cols();
  const auto lags = static_cast<Eigen::Index>(theta.lags.size());
  Matrix adjoint = path_weights;
  Matrix result = Matrix::Zero(path_weights.rows(), path_weights.cols());
  Eigen::Index last = weeks - 1;
  while (last > 0 && path_weights.middleCols(last * d, d).isZero(0.0)) --last;
  for (Eigen::Index week = last; week >= 0; --week) {
    for (Eigen::Index lag = 1; lag <= lags && week + lag <= last; ++lag) {
      const Matrix& weights = theta.lags[static_cast<std::size_t>(lag - 1)];
      for (Eigen::Index j = 0; j < d; ++j) {
        for (Eigen::Index i = 0; i < d; ++i) {
          if (weights(i, j) != 0.0) adjoint.col(week * d + j) += weights(i, j) * adjoint.col((week + lag) * d + i);
        }
      }
    }
    for (Eigen::Index j = 0; j < d; ++j) {
      auto value = result.col(week * d + j);
      for (Eigen::Index i = j; i < d; ++i) {
        if (theta.impact(i, j) != 0.0) value += theta.impact(i, j) * adjoint.col(week * d + i);
      }
      value *= volatility(week, j);
    }
  }
  return result;
}

}  // namespace ebbtide
