#include "calibration/autoregression_fit.h"

#include <cmath>

#include "calibration/student_t_regression.h"
#include "core/contract.h"

namespace ebbtide {

AutoregressionFit fit_autoregression(const std::vector<double>& flow_percent,
                                     const std::vector<double>& return_percent) {
  EBBTIDE_REQUIRE(flow_percent.size() == return_percent.size() && flow_percent.size() > 4);
  const auto rows = static_cast<Eigen::Index>(flow_percent.size()) - 1;
  Matrix x(rows, 3);
  Vector y(rows);
  for (Eigen::Index row = 0; row < rows; ++row) {
    const auto t = static_cast<std::size_t>(row) + 1;
    x.row(row) << 1.0, flow_percent[t - 1], return_percent[t];
    y(row) = flow_percent[t];
  }
  const StudentTFit fit = fit_student_t(x, y);
  const double nu = fit.degrees_of_freedom, weeks = static_cast<double>(rows);
  AutoregressionFit result;
  result.degrees_of_freedom = nu;
  RegressionPosterior& posterior = result.posterior;
  posterior.regressors = {"level", "own lag", "return"};
  posterior.mean = fit.coefficients;
  const Matrix inverse = (x.transpose() * x).ldlt().solve(Matrix::Identity(3, 3));
  posterior.unit_covariance = (std::isinf(nu) ? 1.0 : (nu + 3.0) / (nu + 1.0)) * 0.5 * (inverse + inverse.transpose());
  posterior.residual_variance = fit.scale * fit.scale;
  posterior.degrees_of_freedom = std::isinf(nu) ? weeks : weeks * nu / (nu + 3.0);
  posterior.observations = static_cast<int>(rows);
  return result;
}

RegressionPosterior in_flow_order(const RegressionPosterior& posterior, int count) {
  EBBTIDE_REQUIRE(posterior.mean.size() == 3 && count >= FlowPosterior::kDisappointment);
  static_assert(FlowPosterior::kLevel == 0 && FlowPosterior::kOwnLag == 1 && FlowPosterior::kReturn == 2);
  RegressionPosterior result = posterior;
  result.regressors = {"level", "own lag", "return", "return lag", "drawdown", "average"};
  if (count > FlowPosterior::kDisappointment) result.regressors.emplace_back("disappointment");
  result.mean = Vector::Zero(count);
  result.mean.head(3) = posterior.mean;
  result.unit_covariance = Matrix::Zero(count, count);
  result.unit_covariance.topLeftCorner(3, 3) = posterior.unit_covariance;
  return result;
}

}  // namespace ebbtide
