// Simulated against historical moments: does the calibrated law look like the weeks it came from?
#pragma once

#include <string>
#include <vector>

#include "history/history.h"
#include "model/posterior.h"
#include "parallel/executor.h"
#include "text/json.h"

namespace ebbtide {

struct Moments {
  double mean = 0.0;
  double sd = 0.0;
  double kurtosis = 0.0;            // of a normal: 3
  double lag_correlation = 0.0;     // with the week before
  double return_correlation = 0.0;  // with bitcoin of the same week
};

struct MomentComparison {
  std::string series;  // market variable as displayed, or "net_flow_pct_aum"
  std::string unit;
  int weeks = 0;  // of history
  Moments historical;
  Moments simulated;
};

// History: the calibration's own sample. Simulation: 4,000 unconditional paths of 26 weeks from as_of, weeks 9 to 26,
// so that the opening state is left behind; volatility is held at its filtered level, which the historical sample
// averages over.
std::vector<MomentComparison> compare_moments(const Calibration& calibration, const HistoryView& view,
                                              const Executor& executor);
Json moments_json(const std::vector<MomentComparison>& comparisons);

}  // namespace ebbtide
