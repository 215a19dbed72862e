// Regressions of many like units at once, their coefficients drawn together by what the units have in common:
//
//   b_u = b0 + sum over dimensions d of e_d,g(d,u) + own_u,    e ~ N(0, k s^2 / D),  own ~ N(0, (1 - k) s^2)
//
// g(d,u) is the group of unit u in dimension d, s the prior's standard deviation of a coefficient, so that each unit on
// its own has that prior whatever k is; k, the share of the prior variance that groups have in common, is that of a
// grid with the largest marginal likelihood. Given k and the residual variances everything is Gaussian and exact
// (Lindley and Smith 1972); residual variances are found by expectation maximisation (Dempster, Laird and Rubin 1977).
// A unit without rows has what its groups imply.
#pragma once

#include <array>
#include <vector>

#include "calibration/regression.h"
#include "model/posterior.h"

namespace ebbtide {

struct PooledUnit {
  Matrix x;                             // rows x coefficients
  Vector y;                             // rows
  Vector weights;                       // of rows; 1 counts as a full row
  Vector variance;                      // of y, where y is the mean of an estimate; empty: y is known
  std::array<std::size_t, 3> groups{};  // by dimension; a dimension of one group is none
  double residual_sd = 1.0;             // prior scale of its residual variance
};

struct PoolingPrior {
  std::vector<CoefficientPrior> coefficients;
  std::vector<bool> pooled;         // which coefficients groups have in common
  double degrees_of_freedom = 6.0;  // of the residual variance
};

struct PooledFit {
  std::vector<RegressionPosterior> units;
  double common_share = 0.0;  // k
};

PooledFit fit_pooled_regressions(const PoolingPrior& prior, const std::vector<PooledUnit>& units);

}  // namespace ebbtide
