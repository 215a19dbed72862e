// What a scenario cannot ask for when its statistics are streamed (simulation/streaming.h).
#pragma once

#include "core/finding.h"
#include "model/model.h"
#include "scenario/scenario.h"
#include "simulation/simulate.h"

namespace ebbtide {

StatisticsMode statistics_mode(const Model& model, const Scenario& scenario);

// Views, which are met on all paths at once: a finding at the first one. Exact quantiles of paths that carry weights: a
// finding at the scenario.
void check_streaming(const Model& model, const Scenario& scenario, bool exact_quantiles, Findings& findings);

}  // namespace ebbtide
