// The part of comparison.h for scores of backtests: means over the origins that both have, paired.
#pragma once

#include <vector>

#include "evaluation/comparison.h"

namespace ebbtide {

// One row per series of forecasts (RowKey), in order of appearance; its first column is the mean score over the common
// origins, or over all origins of the only run that has the series, its second how many origins each mean is over.
ComparedTable compare_scores(const std::vector<RecordedScore>& first, const std::vector<RecordedScore>& second,
                             const ComparisonSettings& settings);

}  // namespace ebbtide
