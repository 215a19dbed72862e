#include "calibration/autoregression_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/contract.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

constexpr double kLevel = 0.4, kOwnLag = 0.3, kReturn = 0.15, kScale = 0.7;
constexpr int kNu = 5;

struct Weeks {
  std::vector<double> flow, returns;
};

Weeks simulated(std::uint64_t seed, int weeks) {
  fixture::TestDraws draws(seed);
  Weeks result{{kLevel / (1.0 - kOwnLag)}, {0.0}};
  for (int t = 0; t < weeks; ++t) {
    const double r = 6.0 * draws.normal();
    const double e = draws.normal() / std::sqrt(draws.chi_squared(kNu) / kNu);
    result.flow.push_back(kLevel + kOwnLag * result.flow.back() + kReturn * r + kScale * e);
    result.returns.push_back(r);
  }
  return result;
}

// 400 histories of 300 weeks: estimates over their stated standard deviations have mean 0 and variance 1. The mean's
// standard error is 0.05, the variance's 0.07; four of them, false alarms in 6 of 100,000 each. The variance has room
// for what the expected information leaves out at 300 weeks (measured: 1.00 to 1.10).
TEST(Autoregression, IsAsSureOfItselfAsItShouldBe) {
  constexpr int kHistories = 400;
  const Vector truth = (Vector(3) << kLevel, kOwnLag, kReturn).finished();
  Vector sum = Vector::Zero(3), squares = Vector::Zero(3);
  double scale = 0.0;
  for (int i = 0; i < kHistories; ++i) {
    const Weeks weeks = simulated(100 + static_cast<std::uint64_t>(i), 300);
    const AutoregressionFit fit = fit_autoregression(weeks.flow, weeks.returns);
    for (int j = 0; j < 3; ++j) {
      const double sd = std::sqrt(fit.posterior.residual_variance * fit.posterior.unit_covariance(j, j));
      const double z = (fit.posterior.mean(j) - truth(j)) / sd;
      sum(j) += z / kHistories;
      squares(j) += z * z / kHistories;
    }
    scale += std::sqrt(fit.posterior.residual_variance) / kHistories;
  }
  for (int j = 0; j < 3; ++j) {
    EXPECT_NEAR(sum(j), 0.0, 0.2) << j;
    EXPECT_NEAR(squares(j), 1.05, 0.33) << j;
  }
  EXPECT_NEAR(scale, kScale, 0.03);
}

TEST(Autoregression, FindsHeavyTailsAndTheirAbsence) {
  const Weeks weeks = simulated(3, 3000);
  const AutoregressionFit fit = fit_autoregression(weeks.flow, weeks.returns);
  EXPECT_GE(fit.degrees_of_freedom, 4.0);
  EXPECT_LE(fit.degrees_of_freedom, 6.0);
  EXPECT_NEAR(fit.posterior.degrees_of_freedom, 3000.0 * fit.degrees_of_freedom / (fit.degrees_of_freedom + 3.0), 1e-9);
}

TEST(Autoregression, KnowsNothingOfTheOtherCoefficients) {
  const Weeks weeks = simulated(4, 60);
  const RegressionPosterior short_form = fit_autoregression(weeks.flow, weeks.returns).posterior;
  const RegressionPosterior posterior = in_flow_order(short_form, FlowPosterior::kDisappointment + 1);
  EXPECT_EQ(posterior.mean.size(), 7);
  EXPECT_EQ(posterior.mean(FlowPosterior::kReturn), short_form.mean(2));
  for (int j = FlowPosterior::kReturnLag; j <= FlowPosterior::kDisappointment; ++j) {
    EXPECT_EQ(posterior.mean(j), 0.0);
    EXPECT_EQ(posterior.coefficient_sd(j), 0.0);
  }
  EXPECT_GT(posterior.coefficient_sd(FlowPosterior::kOwnLag), 0.0);
  EXPECT_EQ(in_flow_order(short_form, 6).regressors.size(), 6U);
  EXPECT_THROW(fit_autoregression({1, 2}, {1, 2}), InternalError);
}

}  // namespace
}  // namespace ebbtide
