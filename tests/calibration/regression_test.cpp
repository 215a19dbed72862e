#include "calibration/regression.h"

#include <gtest/gtest.h>

#include "math/special.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

struct Sample {
  RegressionPrior prior;
  Matrix x;
  Vector y;
};

Sample sample_of(int rows, std::uint64_t seed = 5) {
  fixture::TestDraws draws(seed);
  Sample sample;
  sample.prior.residual_sd = 1.7;
  sample.prior.degrees_of_freedom = 5.0;
  sample.prior.coefficients = {{"constant", 0.3, 0.5}, {"slope", -0.2, 0.8}, {"other", 1.0, 0.1}};
  sample.x.resize(rows, 3);
  sample.y.resize(rows);
  for (int i = 0; i < rows; ++i) {
    sample.x.row(i) << 1.0, draws.normal(), 3.0 * draws.normal() + 1.0;
    sample.y(i) = 0.5 - 0.4 * sample.x(i, 1) + 0.9 * sample.x(i, 2) + 1.2 * draws.normal();
  }
  return sample;
}

using LongMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
using LongVector = Eigen::Matrix<long double, Eigen::Dynamic, 1>;

// The textbook formulas as they are printed, with inverses, in long double.
TEST(Regression, AgreesWithTheTextbookFormulas) {
  const Sample s = sample_of(40);
  const LongMatrix x = s.x.cast<long double>();
  const LongVector y = s.y.cast<long double>(), b0 = s.prior.mean().cast<long double>();
  const LongMatrix v0_inverse = LongMatrix(s.prior.unit_covariance().cast<long double>()).inverse();
  const LongMatrix v_inverse = v0_inverse + x.transpose() * x;
  const LongMatrix v = v_inverse.inverse();
  const LongVector b = v * (v0_inverse * b0 + x.transpose() * y);
  const long double sum = 5.0L * 1.7L * 1.7L + y.dot(y) + b0.dot(v0_inverse * b0) - b.dot(v_inverse * b);
  const RegressionPosterior fit = fit_regression(s.prior, s.x, s.y);
  EXPECT_DOUBLE_EQ(fit.degrees_of_freedom, 45.0);
  EXPECT_NEAR(fit.residual_variance, static_cast<double>(sum / 45.0L), 1e-12);
  EXPECT_LT((fit.mean - b.cast<double>()).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((fit.unit_covariance - v.cast<double>()).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_EQ(fit.observations, 40);
}

TEST(Regression, AWeightOfTwoIsARowTwice) {
  const Sample s = sample_of(20);
  Matrix x(40, 3);
  x << s.x, s.x;
  Vector y(40);
  y << s.y, s.y;
  const RegressionPosterior twice = fit_regression(s.prior, x, y);
  const RegressionPosterior weighted = fit_regression(s.prior, std::sqrt(2.0) * s.x, std::sqrt(2.0) * s.y, 40.0);
  EXPECT_DOUBLE_EQ(weighted.degrees_of_freedom, twice.degrees_of_freedom);
  EXPECT_NEAR(weighted.residual_variance, twice.residual_variance, 1e-12);
  EXPECT_LT((weighted.mean - twice.mean).cwiseAbs().maxCoeff(), 1e-12);
  EXPECT_LT((weighted.unit_covariance - twice.unit_covariance).cwiseAbs().maxCoeff(), 1e-14);
}

TEST(Regression, PriorSdsAreThoseOfTheCoefficientsInOutcomeUnits) {
  const Sample s = sample_of(0);
  const RegressionPosterior prior = fit_regression(s.prior, s.x, s.y);
  EXPECT_LT((prior.mean - s.prior.mean()).norm(), 1e-14);
  EXPECT_NEAR(prior.residual_variance, 1.7 * 1.7, 1e-13);
  // E sigma^2 = s^2 df / (df - 2), so that the marginal variance exceeds the stated one by that factor.
  EXPECT_NEAR(prior.coefficient_sd(0), 0.5 * std::sqrt(5.0 / 3.0), 1e-13);
  EXPECT_NEAR(prior.coefficient_sd(2), 0.1 * std::sqrt(5.0 / 3.0), 1e-13);
}

// p(y) = product of the one-step-ahead Student t densities, each from the posterior of the rows before it.
TEST(Regression, MarginalLikelihoodIsTheProductOfItsForecasts) {
  const Sample s = sample_of(25);
  double sum = 0.0;
  for (int t = 0; t < 25; ++t) {
    const RegressionPosterior fit = fit_regression(s.prior, s.x.topRows(t), s.y.head(t));
    const Vector x = s.x.row(t).transpose();
    const double nu = fit.degrees_of_freedom;
    const double scale2 = fit.residual_variance * (1.0 + x.dot(fit.unit_covariance * x));
    const double error = s.y(t) - x.dot(fit.mean);
    sum += log_gamma((nu + 1) / 2) - log_gamma(nu / 2) - 0.5 * std::log(3.14159265358979323846 * nu * scale2) -
           (nu + 1) / 2 * std::log1p(error * error / (nu * scale2));
  }
  EXPECT_NEAR(log_marginal_likelihood(s.prior, s.x, s.y), sum, 1e-10);
}

// One coefficient: integrate prior times likelihood over it and over log sigma by the trapezoid rule.
TEST(Regression, MarginalLikelihoodIsTheIntegralOfPriorTimesLikelihood) {
  RegressionPrior prior;
  prior.coefficients = {{"slope", 0.5, 0.6}};
  prior.residual_sd = 1.2;
  const Matrix x = (Matrix(4, 1) << 1.0, -0.5, 2.0, 0.3).finished();
  const Vector y = (Vector(4) << 0.7, 0.1, 1.9, -0.8).finished();
  const double a = prior.degrees_of_freedom / 2, scale = a * 1.44, v0 = 0.25;  // v0 = (0.6 / 1.2)^2
  double integral = 0.0;
  const double step = 0.01;
  for (double log_sigma = -3.0; log_sigma < 4.0; log_sigma += step) {
    const double variance = std::exp(2 * log_sigma);
    for (double b = -12.0; b < 12.0; b += step) {
      // IG density of sigma^2 times d sigma^2 / d log sigma = 2 sigma^2.
      double log_density =
          a * std::log(scale) - log_gamma(a) - (a + 1) * 2 * log_sigma - scale / variance + std::log(2 * variance);
      log_density -=
          0.5 * std::log(2 * 3.14159265358979323846 * variance * v0) + 0.5 * (b - 0.5) * (b - 0.5) / (variance * v0);
      for (int t = 0; t < 4; ++t) {
        const double error = y(t) - b * x(t, 0);
        log_density -= 0.5 * std::log(2 * 3.14159265358979323846 * variance) + 0.5 * error * error / variance;
      }
      integral += std::exp(log_density) * step * step;
    }
  }
  EXPECT_NEAR(log_marginal_likelihood(prior, x, y), std::log(integral), 1e-6);
}

}  // namespace
}  // namespace ebbtide
