// The workbook of a comparison: both runs side by side, with what is beyond noise marked by a fill and in words.
//   Summary        verdict, numbers by table and agreement, what scenarios say of the total in either run
//   Inputs         what decided the numbers, where it differs
//   Differences    the numbers beyond noise, the largest first
//   Side by side   every row of summary.csv: mean and quantiles of both runs and their differences
//   Other tables   events, deltas, drivers, plausibility, views, scores: the rows that differ beyond tolerance
#pragma once

#include <string>

#include "core/calendar.h"
#include "evaluation/comparison.h"

namespace ebbtide {

// Writes `path`, with the created property given. Equal comparisons give equal bytes. Throws as write_workbook does.
void write_comparison_workbook(const Comparison& comparison, Date created, const std::string& path);

}  // namespace ebbtide
