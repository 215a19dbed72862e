// What the terminal says of a finished scenario.
#pragma once

#include <string>

#include "evaluation/scenario_run.h"

namespace ebbtide {

// Conditions asked and got and how plausible they are, then a few lines: first week's flow and the horizon's AUM (5,
// 50, 95 %), differences to the baseline with standard errors, events, thresholds with ticks, what came where it is
// known, and a nowcast in words where there is one.
std::string run_summary(const ScenarioResult& result, bool color);

// Whether every threshold of the scenario holds.
bool thresholds_hold(const ScenarioResult& result);

}  // namespace ebbtide
