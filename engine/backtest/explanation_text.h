// An explanation in words, ready to paste: numbers of the data and of the model, no stories.
#pragma once

#include <string>

#include "backtest/explanation.h"

namespace ebbtide {

// Amounts from a billion on in bn, below in m: "-1.73bn USD", "+512m USD".
std::string money_text(double musd);

// "the largest outflow since the week to 2025-11-21 (-1.94bn USD) among known weeks (4 between are not)", or "" where
// fewer than `least_between` known weeks lie between.
std::string record_text(const FlowRecord& record, int least_between);

// The whole: what came beside what was expected, its split, how large it was, breadth, AUM, prices.
std::string explanation_paragraph(const Explanation& explanation);

}  // namespace ebbtide
