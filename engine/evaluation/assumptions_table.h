// The responses that scenarios state in place of the data's, with the data's own beside them (docs/output-format.md).
#pragma once

#include <string>
#include <vector>

#include "core/table.h"
#include "evaluation/scenario_run.h"

namespace ebbtide {

// "response of bitcoin to cuts_priced_out, per +10 bp: stated -2 % (sd 1), the data say +0.35 % (standard error 0.4)"
std::string response_words(const StatedResponse& response);

// One row per scenario and stated response; no rows where no scenario assumes any.
Table assumptions_table(const std::vector<ScenarioResult>& results);

}  // namespace ebbtide
