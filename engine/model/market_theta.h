// One draw of the market's parameters in reduced form, and the linear maps that conditioning needs of it.
//
//   z_t = c + sum_k A_k z_{t-k} + P diag(sqrt(h_t)) e_t,   e ~ N(0, lambda I)
//
// P is lower triangular (impact matrix, standard deviations included). Weeks are market weeks 0 .. weeks - 1, the first
// one after MarketPosterior::last_week.
#pragma once

#include <cstdint>
#include <vector>

#include "model/parameter_draw.h"
#include "model/posterior.h"

namespace ebbtide {

struct MarketTheta {
  Vector constant;           // c
  std::vector<Matrix> lags;  // A_1 .. A_p
  Matrix impact;             // P
};

// Draws of the whole market block.
class MarketSampler {
 public:
  explicit MarketSampler(const MarketPosterior& posterior);
  // The parameters of a theta group; with zero posterior uncertainty the posterior mean.
  MarketTheta draw(std::uint64_t seed, std::uint64_t group) const;
  // The posterior mean with sigma^2 = s^2.
  MarketTheta mean() const;

 private:
  MarketTheta reduce(const std::vector<RegressionDraw>& draws) const;
  std::vector<std::vector<MarketRegressor>> regressors_;
  std::vector<RegressionSampler> samplers_;
  int lag_order_;
};

// sqrt(h) by market week (rows) and variable (columns).
Matrix volatility_path(const MarketPosterior& posterior, int weeks);

// Mean path given the last values: weeks x variables.
Matrix mean_path(const MarketTheta& theta, const Matrix& last_values, int weeks);
// Linear maps between shocks and path of a block of volatility.rows() weeks. Every row of the matrices is a path or a
// set of weights of its own, weeks * variables long, week by week.
// From standardised shocks to the path: X M'.
Matrix shock_response(const MarketTheta& theta, const Matrix& volatility, const Matrix& shocks);
// From weights on the path to weights on the shocks: C M.
Matrix shock_weights(const MarketTheta& theta, const Matrix& volatility, const Matrix& path_weights);

}  // namespace ebbtide
