// A nowcast in words, to paste into a note.
#pragma once

#include <string>

#include "evaluation/scenario_run.h"

namespace ebbtide {

// Where the sibling's week is evidence on the total of week 1: the week's flow in total and by asset, region and
// issuer, medians with 5 and 95 %, the four largest of each; members that rest on declared shares or were never
// published carry an asterisk. Empty otherwise.
std::string nowcast_text(const ScenarioResult& result);

}  // namespace ebbtide
