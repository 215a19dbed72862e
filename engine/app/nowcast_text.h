// A nowcast in words, to paste into a note.
#pragma once

#include <string>

#include "evaluation/scenario_run.h"

namespace ebbtide {

// Where the sibling's figures are evidence on week 1: the week's flow in total and by asset, region and issuer, medians
// with 5 and 95 %, the four largest of each; since when the median is the largest on its side; how many members take
// money in, and whether the largest region goes against all others. Members that rest on declared shares or were never
// published carry an asterisk. Empty otherwise.
std::string nowcast_text(const ScenarioResult& result);

}  // namespace ebbtide
