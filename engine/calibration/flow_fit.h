// The equation of the total flow, with weeks nobody published drawn by the model's own smoother.
#pragma once

#include "calibration/fund_history.h"
#include "calibration/gappy_regression.h"
#include "calibration/settings.h"
#include "model/posterior.h"

namespace ebbtide {

struct FlowFit {
  FlowPosterior posterior;
  std::vector<double> flow_percent;     // x_t, week by week of the history, published or smoothed
  std::vector<double> flow_percent_sd;  // of smoothed weeks
};

// Fits on weeks from the universe's first_flow_week on; history.weeks get smoothed flows and the AUM that goes with
// them. market_last: MarketPosterior::last_week, up to which recent closes are stored.
FlowFit fit_flow(const HistoryView& view, FundHistory& history, Date market_last, const CalibrationSettings& settings);

}  // namespace ebbtide
