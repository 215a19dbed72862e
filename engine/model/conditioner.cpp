#include "model/conditioner.h"

#include "core/error.h"

namespace ebbtide {

Conditioning condition(const MarketTheta& theta, const Matrix& volatility, const Matrix& mean,
                       const std::vector<LinearConstraint>& constraints) {
  const int weeks = static_cast<int>(mean.rows());
  const int d = static_cast<int>(mean.cols());
  const int rows = static_cast<int>(constraints.size());
  std::vector<Matrix> shocks;  // C M, one weeks x variables block per constraint
  Vector gap(rows);            // f - C b
  for (int i = 0; i < rows; ++i) {
    const LinearConstraint& constraint = constraints[static_cast<std::size_t>(i)];
    Matrix weights = Matrix::Zero(weeks, d);
    gap(i) = constraint.value;
    for (const PathTerm& term : constraint.terms) {
      weights(term.week, term.variable) += term.weight;
      gap(i) -= term.weight * mean(term.week, term.variable);
    }
    shocks.push_back(shock_weights(theta, volatility, weights));
  }
  Matrix covariance(rows, rows);  // S
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j <= i; ++j) {
      covariance(i, j) = covariance(j, i) =
          shocks[static_cast<std::size_t>(i)].cwiseProduct(shocks[static_cast<std::size_t>(j)]).sum();
    }
  }
  const Eigen::LLT<Matrix> factor(covariance);
  if (factor.info() != Eigen::Success) {
    throw NumericalError("the conditions' covariance is not positive definite for a parameter draw");
  }
  Matrix spread(rows, weeks * d);  // C Omega
  for (int i = 0; i < rows; ++i) {
    const Matrix response = shock_response(theta, volatility, shocks[static_cast<std::size_t>(i)]);
    for (int week = 0; week < weeks; ++week) spread.block(i, Eigen::Index{week} * d, 1, d) = response.row(week);
  }
  Conditioning result;
  result.gain = factor.solve(spread);
  result.distance = gap.dot(factor.solve(gap));
  return result;
}

}  // namespace ebbtide
