// HistoryView to Calibration: the posterior of everything, from what was public at as_of.
#pragma once

#include "calibration/settings.h"
#include "history/history.h"
#include "model/posterior.h"

namespace ebbtide {

// Throws InputError where the view holds too little ("short-history", "no-aum", "no-asset-weights").
Calibration calibrate(const HistoryView& view, const CalibrationSettings& settings);

}  // namespace ebbtide
