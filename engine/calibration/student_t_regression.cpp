#include "calibration/student_t_regression.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/contract.h"
#include "math/special.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::array kGrid = {2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 50.0, kInfinity};
constexpr int kIterations = 200;
constexpr double kTolerance = 1e-10;  // of the scale, relative

double log_gamma_ratio(double nu) {
  return log_gamma(0.5 * (nu + 1.0)) - log_gamma(0.5 * nu);
}

double log_likelihood(const Vector& residuals, double scale, double nu) {
  double sum = 0.0;
  for (const double e : residuals) {
    const double z = e / scale;
    sum -= std::isinf(nu) ? 0.5 * z * z : 0.5 * (nu + 1.0) * std::log1p(z * z / nu);
  }
  const double constant = std::isinf(nu) ? -0.5 * std::log(2.0 * std::numbers::pi)
                                         : log_gamma_ratio(nu) - 0.5 * std::log(nu * std::numbers::pi);
  return sum + static_cast<double>(residuals.size()) * (constant - std::log(scale));
}

StudentTFit fit_at(const Matrix& x, const Vector& y, double nu) {
  const auto rows = static_cast<double>(y.size());
  StudentTFit fit;
  fit.degrees_of_freedom = nu;
  Vector weights = Vector::Ones(y.size());
  Vector residuals;
  for (int i = 0; i < kIterations; ++i) {
    const Matrix weighted = x.array().colwise() * weights.array();
    fit.coefficients = (x.transpose() * weighted).ldlt().solve(weighted.transpose() * y);
    residuals = y - x * fit.coefficients;
    const double before = fit.scale;
    fit.scale = std::max(1e-12, std::sqrt((weights.array() * residuals.array().square()).sum() / rows));
    if (std::isinf(nu) || (i > 0 && std::abs(fit.scale - before) <= kTolerance * fit.scale)) break;
    weights = (nu + 1.0) / (nu + (residuals.array() / fit.scale).square());
  }
  fit.log_likelihood = log_likelihood(residuals, fit.scale, nu);
  return fit;
}

}  // namespace

StudentTFit fit_student_t(const Matrix& x, const Vector& y) {
  EBBTIDE_REQUIRE(x.rows() == y.size() && x.rows() > x.cols());
  StudentTFit best;
  best.log_likelihood = -kInfinity;
  for (const double nu : kGrid) {
    StudentTFit fit = fit_at(x, y, nu);
    if (fit.log_likelihood > best.log_likelihood) best = std::move(fit);
  }
  return best;
}

}  // namespace ebbtide
