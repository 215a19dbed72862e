// Small fund families whose flows can be followed by hand.
#pragma once

#include <vector>

#include "support/market_fixture.h"

namespace ebbtide::fixture {

// A fund family of two assets without any uncertainty but the week's flow residual.
inline Calibration two_funds() {
  Calibration calibration =
      reduced_market(Vector::Zero(1), {Matrix::Zero(1, 1)}, Matrix::Identity(1, 1), Matrix::Zero(1, 1));
  calibration.market.variables[0].unit = Unit::percent;
  const auto exact = [](std::vector<double> means, double variance) {
    RegressionPosterior posterior;
    posterior.mean = Eigen::Map<Vector>(means.data(), static_cast<int>(means.size()));
    posterior.unit_covariance = Matrix::Zero(posterior.mean.size(), posterior.mean.size());
    posterior.regressors.resize(means.size());
    posterior.residual_variance = variance;
    return posterior;
  };
  FundPosterior funds;
  funds.opening_aum_musd = 1000.0;
  funds.flow.posterior = exact({0.1, 0.3, 0.2, 0.0, 0.0, 0.0}, 0.25);
  funds.flow.opening = Vector::Zero(2);
  funds.flow.opening_covariance = Matrix::Zero(2, 2);
  funds.flow.average_weight = 10.0;
  for (const double aum : {999.0, 1.0}) {
    MemberPosterior member;
    member.name = aum > 1.0 ? "Large" : "Small";
    member.posterior = exact({0.0, 0.0, 1.0, 0.0}, aum > 1.0 ? 0.01 : 1e4);
    member.aum_status = AumStatus::seen;
    member.opening_aum_musd = aum;
    member.exposures = {{0, 1.0}};
    funds.members.push_back(member);
  }
  calibration.funds = std::move(funds);
  return calibration;
}

}  // namespace ebbtide::fixture
