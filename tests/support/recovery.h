// Recovering one's own parameters: histories simulated from the engine's law, calibrated, and how often the posterior's
// 90 % intervals hold the truth.
#pragma once

#include <map>
#include <string>

#include "calibration/calibrate.h"
#include "support/binomial_band.h"
#include "support/posterior_interval.h"
#include "support/simulated_history.h"

namespace ebbtide::fixture {

inline constexpr double kRecoveryContent = 0.9;

// Times covered, by parameter: 9 coefficients and 3 variances of the market, 6 coefficients (7 with the disappointment)
// and the variance of flows.
using CoverageCounts = std::map<std::string, int>;

inline void count_coverage(const RegressionPosterior& posterior, const std::string& equation, const double* truth,
                           double sd, bool with_variance, CoverageCounts& counts) {
  for (int j = 0; j < posterior.mean.size(); ++j) {
    const std::string name = equation + ": " + posterior.regressors[static_cast<std::size_t>(j)];
    counts[name] += coefficient_covered(posterior, j, truth[j], kRecoveryContent) ? 1 : 0;
  }
  if (with_variance) counts[equation + ": variance"] += variance_covered(posterior, sd * sd, kRecoveryContent) ? 1 : 0;
}

// With a filter (options.volatility_decay below 1) the residual variance is only defined up to the scale the filter
// starts from, so that no variance of the market is judged.
inline CoverageCounts recovery_coverage(int replications, std::uint64_t first_seed, const HistoryOptions& options) {
  CalibrationSettings settings;
  settings.volatility.decay = options.volatility_decay;
  settings.imputation_draws = 60;
  settings.imputation_burn_in = 15;
  CoverageCounts counts;
  for (int r = 0; r < replications; ++r) {
    const SimulatedHistory simulated = simulate_history(first_seed + static_cast<std::uint64_t>(r), options);
    const Calibration calibration = calibrate(simulated.history.as_of(simulated.as_of), settings);
    for (std::size_t i = 0; i < 3; ++i) {
      const EquationTruth& truth = simulated.market[i];
      count_coverage(calibration.market.equations[i].posterior, calibration.market.variables[i].name,
                     truth.coefficients.data(), truth.sd, options.volatility_decay == 1.0, counts);
    }
    count_coverage(calibration.funds->flow.posterior, "flow", simulated.flow.coefficients.data(), simulated.flow.sd,
                   true, counts);
  }
  return counts;
}

}  // namespace ebbtide::fixture
