// Test that two forecasts score the same on average (Diebold and Mariano 1995), with the small-sample correction of
// Harvey, Leybourne and Newbold 1997 ("Testing the equality of prediction mean squared errors").
//
// d_t = score of the first less score of the second, week by week, n of them, for forecasts h steps ahead:
//   DM   = mean(d) / sqrt(V / n),  V the long-run variance from the autocovariances g_k (divisor n) up to lag h - 1
//   HLN  = DM sqrt((n + 1 - 2 h + h (h - 1) / n) / n), two-sided p from Student t with n - 1 degrees of freedom
// V = g_0 + 2 sum g_k (rectangular), the form that fits errors of h-step forecasts, may come out at zero or below; then
// V = g_0 + 2 sum (1 - k / h) g_k (Bartlett, never negative) is taken, and the result says so. Bartlett's is too small
// for such errors when they are positively correlated: read its p with care.
//
// It compares forecasts as they were made, parameters and all (Giacomini and White 2006), so d_t must come from the
// same weeks for both; scores that are not paired give another, far larger V. Where all differences are one number
// there is no variance: p is 1 for zero and 0 otherwise, the statistics 0 or infinite.
//
// Pure. Fewer than two weeks, h < 1 or h >= n is an InternalError, a difference that is not finite a NumericalError.
#pragma once

#include <span>

namespace ebbtide {

enum class LongRunVarianceKernel { rectangular, bartlett };

struct DieboldMarianoTest {
  double mean_difference = 0.0;  // < 0: the first forecast scores better
  double long_run_variance = 0.0;
  LongRunVarianceKernel kernel = LongRunVarianceKernel::rectangular;
  double statistic = 0.0;            // DM
  double corrected_statistic = 0.0;  // HLN
  double p_value = 1.0;
};

DieboldMarianoTest diebold_mariano_test(std::span<const double> differences, int horizon);

}  // namespace ebbtide
