#include "stats/closed_crps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"

namespace ebbtide {
namespace {

// R, with scoringRules 1.1: crps_norm, crps_t.
TEST(ClosedCrps, OfTheNormalLawIsThatOfR) {
  EXPECT_NEAR(normal_crps(0, 1, 0), 0.233694977255, 1e-12);
  EXPECT_NEAR(normal_crps(0, 1, 1), 0.602441357628, 1e-12);
  EXPECT_NEAR(normal_crps(0, 1, -3), 2.43657473, 1e-8);
}

TEST(ClosedCrps, OfStudentTIsThatOfR) {
  EXPECT_NEAR(student_t_crps(0, 1, 5, 0), 0.257025362901, 1e-12);
  EXPECT_NEAR(student_t_crps(0, 1, 5, 1), 0.603830562748, 1e-12);
  EXPECT_NEAR(student_t_crps(0, 1, 5, -3), 2.33875895, 1e-8);
  EXPECT_NEAR(student_t_crps(1, 1.5, 4, 2), 0.634786545815, 1e-12);
}

// Simpson's rule over integral of F^2 below the outcome and (1 - F)^2 above; the tails beyond 60 hold less than 1e-9.
double crps_by_quadrature(double nu, double observed) {
  constexpr int kSteps = 20000;
  const auto integral = [](double low, double high, auto f) {
    const double step = (high - low) / kSteps;
    double sum = f(low) + f(high);
    for (int i = 1; i < kSteps; ++i) sum += (i % 2 == 1 ? 4.0 : 2.0) * f(low + i * step);
    return sum * step / 3.0;
  };
  const auto square = [](double x) { return x * x; };
  return integral(-60.0, observed, [&](double x) { return square(student_t_cdf(x, nu)); }) +
         integral(observed, 60.0, [&](double x) { return square(student_t_cdf(-x, nu)); });
}

TEST(ClosedCrps, OfStudentTIsTheIntegralItStandsFor) {
  for (const double nu : {4.5, 12.0}) {
    for (const double observed : {-2.0, 0.5, 4.0}) {
      EXPECT_NEAR(student_t_crps(0, 1, nu, observed), crps_by_quadrature(nu, observed), 1e-9);
    }
  }
}

// The mean score of the law against itself is 1 / sqrt(pi): midpoint rule over the probability of the outcome.
TEST(ClosedCrps, OfTheNormalLawAgainstItselfHasItsKnownMean) {
  constexpr int kOutcomes = 100000;
  double mean = 0.0;
  for (int i = 0; i < kOutcomes; ++i) mean += normal_crps(0, 1, normal_quantile((i + 0.5) / kOutcomes)) / kOutcomes;
  EXPECT_NEAR(mean, 0.5641895835, 1e-5);
  EXPECT_NEAR(std::numbers::inv_sqrtpi, 0.5641895835, 1e-10);
}

TEST(ClosedCrps, OfStudentTBecomesTheNormalOne) {
  EXPECT_NEAR(student_t_crps(0.2, 1.5, 1e9, 1), normal_crps(0.2, 1.5, 1), 1e-8);
}

TEST(ClosedCrps, ShiftsAndScalesWithItsUnit) {
  EXPECT_NEAR(student_t_crps(10 + 100 * 0.3, 100 * 2, 6, 10 + 100 * 1.1), 100 * student_t_crps(0.3, 2, 6, 1.1), 1e-10);
  EXPECT_NEAR(normal_crps(10 + 100 * 0.3, 100 * 2, 10 + 100 * 1.1), 100 * normal_crps(0.3, 2, 1.1), 1e-10);
}

TEST(ClosedCrps, RefusesWhatHasNoScore) {
  EXPECT_THROW(normal_crps(0, 0, 1), InternalError);
  EXPECT_THROW(student_t_crps(0, -1, 5, 1), InternalError);
  EXPECT_THROW(student_t_crps(0, 1, 1, 1), InternalError);
  EXPECT_THROW(normal_crps(0, 1, std::numeric_limits<double>::quiet_NaN()), NumericalError);
  EXPECT_THROW(normal_crps(0, std::numeric_limits<double>::infinity(), 0), NumericalError);
  EXPECT_THROW(student_t_crps(std::numeric_limits<double>::infinity(), 1, 5, 0), NumericalError);
}

}  // namespace
}  // namespace ebbtide
