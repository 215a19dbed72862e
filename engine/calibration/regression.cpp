#include "calibration/regression.h"

#include "math/special.h"

namespace ebbtide {
namespace {

std::vector<std::string> names_of(const RegressionPrior& prior) {
  std::vector<std::string> names;
  for (const CoefficientPrior& coefficient : prior.coefficients) names.push_back(coefficient.name);
  return names;
}

}  // namespace

Vector RegressionPrior::mean() const {
  Vector result(static_cast<int>(coefficients.size()));
  for (std::size_t i = 0; i < coefficients.size(); ++i) result(static_cast<int>(i)) = coefficients[i].mean;
  return result;
}

Matrix RegressionPrior::unit_covariance() const {
  Vector diagonal(static_cast<int>(coefficients.size()));
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    diagonal(static_cast<int>(i)) = std::pow(coefficients[i].sd / residual_sd, 2);
  }
  return diagonal.asDiagonal();
}

RegressionPosterior fit_regression(const RegressionPrior& prior, const Matrix& x, const Vector& y) {
  return fit_regression(prior, x, y, static_cast<double>(y.size()));
}

RegressionPosterior fit_regression(const RegressionPrior& prior, const Matrix& x, const Vector& y, double count) {
  const Vector prior_mean = prior.mean();
  const Vector prior_precision = prior.unit_covariance().diagonal().cwiseInverse();
  const Matrix precision = Matrix(prior_precision.asDiagonal()) + x.transpose() * x;
  const Eigen::LLT<Matrix> factor(precision);
  RegressionPosterior result;
  result.regressors = names_of(prior);
  result.mean = factor.solve(prior_precision.cwiseProduct(prior_mean) + x.transpose() * y);
  result.unit_covariance = factor.solve(Matrix::Identity(precision.rows(), precision.cols()));
  result.degrees_of_freedom = prior.degrees_of_freedom + count;
  result.observations = static_cast<int>(y.size());
  // S by the residual form of the same expression: (y - Xb)'(y - Xb) + (b - b0)'V0^-1(b - b0); no cancellation.
  const Vector residual = y - x * result.mean;
  const Vector shift = result.mean - prior_mean;
  const double sum = residual.squaredNorm() + shift.cwiseProduct(prior_precision).dot(shift) +
                     prior.degrees_of_freedom * prior.residual_sd * prior.residual_sd;
  result.residual_variance = sum / result.degrees_of_freedom;
  return result;
}

double log_marginal_likelihood(const RegressionPrior& prior, const Matrix& x, const Vector& y) {
  const RegressionPosterior posterior = fit_regression(prior, x, y);
  const double a0 = prior.degrees_of_freedom / 2.0;
  const double a = posterior.degrees_of_freedom / 2.0;
  const double s0 = a0 * prior.residual_sd * prior.residual_sd;
  const double s = a * posterior.residual_variance;
  const double log_det0 = prior.unit_covariance().diagonal().array().log().sum();
  const double log_det =
      -2.0 *
      Eigen::LLT<Matrix>(posterior.unit_covariance.inverse()).matrixL().toDenseMatrix().diagonal().array().log().sum();
  return -0.5 * static_cast<double>(y.size()) * std::log(2.0 * 3.14159265358979323846) + 0.5 * (log_det - log_det0) +
         a0 * std::log(s0) - a * std::log(s) + log_gamma(a) - log_gamma(a0);
}

}  // namespace ebbtide
