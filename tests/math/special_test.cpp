#include "math/special.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void expect_relative(double value, double reference, double tolerance) {
  EXPECT_NEAR(value, reference, tolerance * std::abs(reference));
}

// Wichura (1988), Algorithm AS 241, the check values printed with PPND16.
TEST(NormalQuantile, AgreesWithTheReferenceValuesOfAS241) {
  expect_relative(normal_quantile(0.25), -0.6744897501960817, 1e-15);
  expect_relative(normal_quantile(0.001), -3.090232306167814, 1e-15);
  expect_relative(normal_quantile(1e-20), -9.262340089798408, 1e-15);
}

TEST(NormalQuantile, InvertsTheDistributionFunctionFarIntoTheLowerTail) {
  for (double p = 0.5; p > 1e-20; p *= 0.37) {
    expect_relative(normal_cdf(normal_quantile(p)), p, 2e-14);
  }
}

TEST(NormalQuantile, IsInfiniteAtTheEnds) {
  EXPECT_EQ(normal_quantile(0.0), -kInfinity);
  EXPECT_EQ(normal_quantile(1.0), kInfinity);
}

TEST(NormalQuantile, RefusesWhatIsNoProbability) {
  for (const double p : {-1e-300, 1.0 + 1e-15, kNan, kInfinity, -kInfinity}) {
    EXPECT_THROW(normal_quantile(p), NumericalError) << p;
  }
}

// t(1) is Cauchy and t(2) has a closed quantile: both independent of the library's route.
TEST(StudentT, AgreesWithClosedFormsForOneAndTwoDegreesOfFreedom) {
  for (const double p : {1e-12, 1e-6, 0.01, 0.2, 0.4, 0.7, 0.99}) {
    expect_relative(student_t_quantile(p, 1.0), -1.0 / std::tan(std::numbers::pi * p), 1e-13);
    expect_relative(student_t_quantile(p, 2.0), (2.0 * p - 1.0) / std::sqrt(2.0 * p * (1.0 - p)), 1e-13);
  }
  EXPECT_NEAR(student_t_cdf(1.0, 1.0), 0.75, 1e-15);
  EXPECT_NEAR(student_t_cdf(0.0, 7.3), 0.5, 1e-15);
}

TEST(StudentT, QuantileInvertsTheDistributionFunctionFarIntoTheLowerTail) {
  for (const double degrees : {2.5, 5.0, 7.3, 30.0, 200.0}) {
    for (double p = 0.49; p > 1e-20; p *= 0.31) {
      expect_relative(student_t_cdf(student_t_quantile(p, degrees), degrees), p, 1e-11);
    }
  }
}

TEST(StudentT, RefusesDegreesOfFreedomThatAreNotPositive) {
  EXPECT_THROW(student_t_cdf(0.0, 0.0), NumericalError);
  EXPECT_THROW(student_t_quantile(0.3, -1.0), NumericalError);
  EXPECT_THROW(student_t_quantile(0.3, kNan), NumericalError);
}

TEST(ChiSquaredSurvival, AgreesWithClosedFormsForEvenDegreesOfFreedom) {
  for (const double x : {0.0, 0.1, 1.0, 5.0, 40.0, 400.0}) {
    expect_relative(chi_squared_survival(x, 2.0), std::exp(-x / 2), 1e-14);
    expect_relative(chi_squared_survival(x, 4.0), std::exp(-x / 2) * (1 + x / 2), 1e-14);
  }
  EXPECT_THROW(chi_squared_survival(-1.0, 2.0), NumericalError);
}

// F(2, d) has survival (1 + 2 x / d)^(-d/2).
TEST(FisherFSurvival, AgreesWithTheClosedFormForTwoNumeratorDegrees) {
  for (const double denominator : {3.0, 5.0, 17.5}) {
    for (const double x : {0.0, 0.5, 2.0, 30.0}) {
      expect_relative(fisher_f_survival(x, 2.0, denominator), std::pow(1 + 2 * x / denominator, -denominator / 2),
                      1e-13);
    }
  }
  EXPECT_THROW(fisher_f_survival(1.0, 0.0, 3.0), NumericalError);
}

// Gamma(1) is exponential.
TEST(GammaQuantile, AgreesWithTheExponentialInBothTails) {
  for (double p = 0.5; p > 1e-19; p *= 0.21) {
    expect_relative(gamma_quantile(p, 1.0), -std::log1p(-p), 1e-14);
    expect_relative(gamma_quantile_upper(p, 1.0), -std::log(p), 1e-14);
  }
  EXPECT_EQ(gamma_quantile(0.0, 3.0), 0.0);
  EXPECT_EQ(gamma_quantile_upper(0.0, 3.0), kInfinity);
}

// Gamma(k / 2) is half a chi-squared with k degrees of freedom.
TEST(GammaQuantile, UpperTailInvertsTheChiSquaredSurvival) {
  for (const double shape : {1.5, 2.5, 7.0, 60.0}) {
    for (double p = 0.5; p > 1e-19; p *= 0.13) {
      expect_relative(chi_squared_survival(2 * gamma_quantile_upper(p, shape), 2 * shape), p, 1e-11);
    }
  }
}

TEST(GammaQuantile, RefusesArgumentsOutsideItsDomain) {
  EXPECT_THROW(gamma_quantile(-0.1, 2.0), NumericalError);
  EXPECT_THROW(gamma_quantile(0.1, 0.0), NumericalError);
  EXPECT_THROW(gamma_quantile_upper(1.1, 2.0), NumericalError);
}

TEST(LogGamma, AgreesWithFactorialsAndTheHalf) {
  expect_relative(log_gamma(0.5), 0.5 * std::log(std::numbers::pi), 1e-15);
  expect_relative(log_gamma(6.0), std::log(120.0), 1e-15);
  EXPECT_EQ(log_gamma(1.0), 0.0);
  expect_relative(log_gamma(171.0), std::lgamma(171.0), 1e-15);
}

// The density is the slope of the distribution function; t(1) is Cauchy.
TEST(Density, IsTheSlopeOfTheDistributionFunction) {
  for (const double x : {-3.0, -0.4, 0.0, 1.7}) {
    EXPECT_NEAR(normal_density(x), (normal_cdf(x + 1e-5) - normal_cdf(x - 1e-5)) / 2e-5, 1e-9);
    EXPECT_NEAR(student_t_density(x, 4.5), (student_t_cdf(x + 1e-5, 4.5) - student_t_cdf(x - 1e-5, 4.5)) / 2e-5, 1e-9);
    expect_relative(student_t_density(x, 1.0), 1.0 / (std::numbers::pi * (1.0 + x * x)), 1e-14);
  }
  EXPECT_THROW(normal_density(kNan), NumericalError);
  EXPECT_THROW(student_t_density(0.0, -1.0), NumericalError);
}

TEST(Binomial, AddsUpItsTerms) {
  // (3 choose k) 0.2^k 0.8^(3 - k)
  expect_relative(binomial_cdf(0, 3, 0.2), 0.512, 1e-14);
  expect_relative(binomial_cdf(1, 3, 0.2), 0.896, 1e-14);
  expect_relative(binomial_cdf(2, 3, 0.2), 0.992, 1e-14);
  EXPECT_EQ(binomial_cdf(-1, 3, 0.2), 0.0);
  EXPECT_EQ(binomial_cdf(3, 3, 0.2), 1.0);
  EXPECT_THROW(binomial_cdf(4, 3, 0.2), NumericalError);
  EXPECT_THROW(binomial_cdf(1, 3, 1.2), NumericalError);
}

}  // namespace
}  // namespace ebbtide
