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
// Response of the path to given standardised shocks (weeks x variables each).
Matrix shock_response(const MarketTheta& theta, const Matrix& volatility, const Matrix& shocks);
// Transpose of shock_response: from weights on the path to weights on the shocks.
Matrix shock_weights(const MarketTheta& theta, const Matrix& volatility, const Matrix& path_weights);
// The same for many at once: each row holds weeks * variables values, week by week.
Matrix shock_responses(const MarketTheta& theta, const Matrix& volatility, const Matrix& shocks);
Matrix shock_weights_of(const MarketTheta& theta, const Matrix& volatility, const Matrix& path_weights);

}  // namespace ebbtide
