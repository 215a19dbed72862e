// A comparison in words: for the terminal, and as a Markdown page.
#pragma once

#include <string>

#include "evaluation/comparison.h"

namespace ebbtide {

// Verdict, numbers by table and agreement, what changed in the inputs, the largest differences beyond noise. Long lists
// are cut, and say so.
std::string comparison_lines(const Comparison& comparison);
std::string comparison_markdown(const Comparison& comparison);

}  // namespace ebbtide
