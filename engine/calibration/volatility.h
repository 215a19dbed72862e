// EWMA scale of a group of equations: h_{t+1} = decay h_t + (1 - decay) h_t min(q_t / h_t, cap), where q_t is the mean
// of the group's squared residuals over their variances. Filtered: h_t uses weeks before t only.
#pragma once

#include <vector>

namespace ebbtide {

struct VolatilitySettings {
  double decay = 0.97;
  double cap = 9.0;
};

// signal[t] = q_t, NaN where the week has no residual (the scale then stays). Returns h_0 = 1 .. h_T, one more than
// signals.
std::vector<double> filter_volatility(const std::vector<double>& signal, const VolatilitySettings& settings);

}  // namespace ebbtide
