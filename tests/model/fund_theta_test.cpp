#include "model/fund_theta.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

// Means and variances of 40,000 draws within four standard errors: 6e-5 false alarms each.
TEST(FundTheta, DrawsTheOpeningStateWithItsCovariance) {
  FundPosterior posterior = *fixture::shipped_calibration("global-etp")->funds;
  posterior.flow.opening = (Vector(2) << 1.0, -0.5).finished();
  posterior.flow.opening_covariance = (Matrix(2, 2) << 0.3, 0.1, 0.1, 0.2).finished();
  posterior.opening_aum_sd_musd = 0.02 * posterior.opening_aum_musd;
  posterior.members.resize(1);
  posterior.members[0].last_mean = 2.0;
  posterior.members[0].last_variance = 0.09;
  const FundSampler sampler(posterior);
  const int n = 40'000;
  Vector sum = Vector::Zero(4);
  Matrix squares = Matrix::Zero(4, 4);
  for (int i = 0; i < n; ++i) {
    const FundTheta theta = sampler.draw(3, static_cast<std::uint64_t>(i));
    const Vector z = (Vector(4) << theta.opening_flow - 1.0, theta.opening_average + 0.5, theta.aum_factor - 1.0,
                      theta.opening_members[0] - 2.0)
                         .finished();
    sum += z;
    squares += z * z.transpose();
  }
  Matrix exact = Matrix::Zero(4, 4);
  exact.topLeftCorner(2, 2) = posterior.flow.opening_covariance;
  exact(2, 2) = 4e-4;
  exact(3, 3) = 0.09;
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(sum(i) / n, 0.0, 4.0 * std::sqrt(exact(i, i) / n)) << i;
    for (int j = 0; j < 4; ++j) {
      EXPECT_NEAR(squares(i, j) / n, exact(i, j),
                  4.0 * std::sqrt((exact(i, i) * exact(j, j) + exact(i, j) * exact(i, j)) / n))
          << i << ", " << j;
    }
  }
}

TEST(FundTheta, AddingAMemberMovesNoOtherDraw) {
  FundPosterior posterior = *fixture::shipped_calibration("us-spot-etf")->funds;
  const FundTheta all = FundSampler(posterior).draw(3, 17);
  posterior.members.pop_back();
  const FundTheta fewer = FundSampler(posterior).draw(3, 17);
  EXPECT_EQ(all.flow.coefficients, fewer.flow.coefficients);
  EXPECT_EQ(all.opening_flow, fewer.opening_flow);
  for (std::size_t m = 0; m < fewer.members.size(); ++m) {
    EXPECT_EQ(all.members[m].coefficients, fewer.members[m].coefficients) << m;
    EXPECT_EQ(all.opening_members[m], fewer.opening_members[m]) << m;
  }
}

}  // namespace
}  // namespace ebbtide
