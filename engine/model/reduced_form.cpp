#include "model/reduced_form.h"

namespace ebbtide {

// With Sigma = U D U', U unit lower triangular, multiply z = c + sum A_k z_-k + u by U^-1: row i has same-week
// coefficients
// -(U^-1)_ij, constant (U^-1 c)_i, lags (U^-1 A_k)_i, residual variance D_i.
std::vector<MarketEquation> equations_from_reduced(const Vector& constant, const std::vector<Matrix>& lags,
                                                   const Matrix& covariance,
                                                   const std::vector<MarketVariable>& variables) {
  const int d = static_cast<int>(constant.size());
  const Matrix lower = Eigen::LLT<Matrix>(covariance).matrixL();
  const Vector scale = lower.diagonal();
  const Matrix unit = lower * scale.cwiseInverse().asDiagonal();
  const Matrix inverse = unit.triangularView<Eigen::UnitLower>().solve(Matrix::Identity(d, d));
  const Vector constants = inverse * constant;
  std::vector<MarketEquation> equations;
  for (int i = 0; i < d; ++i) {
    MarketEquation equation;
    std::vector<double> means;
    const auto add = [&](MarketRegressor regressor, std::string name, double mean) {
      equation.regressors.push_back(regressor);
      equation.posterior.regressors.push_back(std::move(name));
      means.push_back(mean);
    };
    add({MarketRegressor::Kind::constant, 0, 0}, "constant", constants(i));
    for (std::size_t lag = 0; lag < lags.size(); ++lag) {
      const Matrix own = inverse * lags[lag];
      for (int j = 0; j < d; ++j) {
        add({MarketRegressor::Kind::lag, static_cast<int>(lag) + 1, j},
            variables[static_cast<std::size_t>(j)].name + ", lag " + std::to_string(lag + 1), own(i, j));
      }
    }
    for (int j = 0; j < i; ++j) {
      add({MarketRegressor::Kind::same_week, 0, j}, variables[static_cast<std::size_t>(j)].name, -inverse(i, j));
    }
    const int count = static_cast<int>(means.size());
    equation.posterior.mean = Eigen::Map<const Vector>(means.data(), count);
    equation.posterior.unit_covariance = Matrix::Zero(count, count);
    equation.posterior.residual_variance = scale(i) * scale(i);
    equations.push_back(std::move(equation));
  }
  return equations;
}

}  // namespace ebbtide
