#include "model/parameter_draw.h"

#include <cmath>

#include <gtest/gtest.h>

namespace ebbtide {
namespace {

RegressionPosterior posterior_of() {
  RegressionPosterior posterior;
  posterior.regressors = {"one", "two"};
  posterior.mean = (Vector(2) << 1.0, -2.0).finished();
  posterior.unit_covariance = (Matrix(2, 2) << 0.5, 0.2, 0.2, 0.4).finished();
  posterior.residual_variance = 4.0;
  posterior.degrees_of_freedom = 12.0;
  return posterior;
}

TEST(RegressionPosterior, TellsMeansOfItsInverseGamma) {
  RegressionPosterior posterior = posterior_of();
  EXPECT_DOUBLE_EQ(posterior.mean_variance(), 4.8);
  EXPECT_DOUBLE_EQ(posterior.coefficient_sd(1), std::sqrt(4.8 * 0.4));
  posterior.degrees_of_freedom = 2.0;
  EXPECT_TRUE(std::isinf(posterior.mean_variance()));
  posterior.degrees_of_freedom = std::numeric_limits<double>::infinity();
  EXPECT_EQ(posterior.mean_variance(), 4.0);
}

TEST(ThetaGroups, AreAtLeastAThousandAndAtMostSixteenPaths) {
  EXPECT_EQ(theta_group_size(1), 1u);
  EXPECT_EQ(theta_group_size(1'999), 1u);
  EXPECT_EQ(theta_group_size(2'000), 2u);
  EXPECT_EQ(theta_group_size(15'999), 8u);
  EXPECT_EQ(theta_group_size(16'000), 16u);
  EXPECT_EQ(theta_group_size(10'000'000), 16u);
}

// Moments of 100,000 draws within four standard errors: 6e-5 false alarms each.
TEST(RegressionSampler, DrawsTheNormalInverseGammaPosterior) {
  const RegressionPosterior posterior = posterior_of();
  const RegressionSampler sampler(posterior);
  const int n = 100'000;
  double precision = 0.0, precision_squared = 0.0;
  Vector sum = Vector::Zero(2);
  Matrix squares = Matrix::Zero(2, 2);
  for (int i = 0; i < n; ++i) {
    const RegressionDraw draw = sampler.draw(9, static_cast<std::uint64_t>(i), 3);
    const double tau = 4.0 / (draw.sigma * draw.sigma);  // chi^2_12 / 12: mean 1, variance 1 / 6
    precision += tau;
    precision_squared += tau * tau;
    const Vector z = (draw.coefficients - posterior.mean) / draw.sigma;  // N(0, V), whatever sigma
    sum += z;
    squares += z * z.transpose();
  }
  EXPECT_NEAR(precision / n, 1.0, 4.0 * std::sqrt(1.0 / 6.0 / n));
  const double mean = precision / n;
  // Gamma(6): excess kurtosis 1, so the sample variance has relative variance (2 + 1) / n.
  EXPECT_NEAR(precision_squared / n - mean * mean, 1.0 / 6.0, 4.0 / 6.0 * std::sqrt(3.0 / n));
  for (int i = 0; i < 2; ++i) {
    EXPECT_NEAR(sum(i) / n, 0.0, 4.0 * std::sqrt(posterior.unit_covariance(i, i) / n));
    for (int j = 0; j < 2; ++j) {
      const Matrix& v = posterior.unit_covariance;
      EXPECT_NEAR(squares(i, j) / n, v(i, j), 4.0 * std::sqrt((v(i, i) * v(j, j) + v(i, j) * v(i, j)) / n));
    }
  }
}

TEST(RegressionSampler, DrawsDependOnSeedGroupAndEquationAlone) {
  const RegressionSampler sampler(posterior_of());
  const RegressionDraw draw = sampler.draw(1, 2, 3);
  EXPECT_EQ(draw.sigma, RegressionSampler(posterior_of()).draw(1, 2, 3).sigma);
  EXPECT_NE(draw.sigma, sampler.draw(2, 2, 3).sigma);
  EXPECT_NE(draw.sigma, sampler.draw(1, 3, 3).sigma);
  EXPECT_NE(draw.sigma, sampler.draw(1, 2, 4).sigma);
}

TEST(RegressionSampler, IsExactlyTheMeanWhereNothingIsUncertain) {
  RegressionPosterior posterior = posterior_of();
  posterior.unit_covariance.setZero();
  posterior.degrees_of_freedom = std::numeric_limits<double>::infinity();
  const RegressionDraw draw = RegressionSampler(posterior).draw(1, 2, 3);
  EXPECT_EQ(draw.coefficients, posterior.mean);
  EXPECT_EQ(draw.sigma, 2.0);
}

TEST(EquationNumbers, AreApartForMarketFlowAndMembers) {
  EXPECT_LT(market_equation_number(99), kFlowEquationNumber);
  EXPECT_LT(kFlowEquationNumber, member_equation_number(0));
  EXPECT_LT(member_equation_number(60'000), 65536u);  // the week word of the random-number law
}

}  // namespace
}  // namespace ebbtide
