// The equations of members: flow in % of their own AUM on the total's, their own last value and their return over the
// total's.
#pragma once

#include <vector>

#include "calibration/flow_fit.h"
#include "calibration/fund_history.h"
#include "calibration/settings.h"
#include "model/posterior.h"

namespace ebbtide {

// Priors (skill of the real weeks): level N(0, 0.15^2), total's flow N(1, 0.5^2), own lag N(0.1, 0.2^2), own return
// N(0, 0.05^2); residual sd: the member's own where it has 8 figures, else the median of its dimension. Members without
// AUM are measured against the total's, with prior N(1 / members, (1 / members)^2) on the total's flow.
std::vector<MemberPosterior> fit_members(const HistoryView& view, const FundHistory& history, const FlowFit& flow,
                                         const CalibrationSettings& settings);

}  // namespace ebbtide
