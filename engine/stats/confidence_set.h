// Model confidence set (Hansen, Lunde and Nason 2011): which of several forecasts cannot be told from the best one.
//
// Mean score differences d_ij over the same weeks, their errors s_ij from the bootstrap; the range statistic is
// max_ij |d_ij| / s_ij, its law under equality that of max_ij |d*_ij - d_ij| / s_ij over the resamples. While models
// are left, the one with the largest max_j d_ij / s_ij goes; its p value is the largest of all equality tests so far.
// Every step uses the same resampled weeks, so the p values never fall by luck of new draws.
//
// A forecast is in the set of confidence 1 - a when its p value is at least a. With about 100 weeks close forecasts are
// rarely told apart: being in the set means "cannot be separated", not "as good". Where two forecasts differ by one
// number in all weeks, the worse one goes with p = 0; identical ones stay together.
//
// Pure. No model, or scores of unequal length, is an InternalError, a score that is not finite a NumericalError.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stats/block_bootstrap.h"

namespace ebbtide {

struct ConfidenceSetEntry {
  std::size_t model = 0;
  double p_value = 1.0;  // 1 for the last one left
};

// scores[model][week], smaller is better. In the order of elimination, worst first; p values never fall.
std::vector<ConfidenceSetEntry> model_confidence_set(std::span<const std::vector<double>> scores,
                                                     const ResampledWeeks& resampled);

}  // namespace ebbtide
