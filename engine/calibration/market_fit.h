// The market block: triangular regressions with filtered scales and a tail index.
#pragma once

#include "calibration/settings.h"
#include "history/history.h"
#include "model/posterior.h"

namespace ebbtide {

// Priors (skill of the real weeks): constant N(0, (0.3 s_i)^2), own lag k N(0, (0.1 / k)^2), same-week j N(0, (0.5 s_i
// / s_j)^2), 4 degrees of freedom, s the sample sd. Satellites: constant and the one price they follow, N(1, 1). Throws
// InputError ("short-history") with fewer than 52 complete weeks.
MarketPosterior fit_market(const HistoryView& view, const CalibrationSettings& settings);

}  // namespace ebbtide
