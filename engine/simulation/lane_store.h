// Samples of a theta group on their way into columns of floats.
#pragma once

#include <cstddef>

#include "simulation/lanes.h"

namespace ebbtide {

// Each stores the values as floats and returns their sum, weighted where there are weights (null: none). The order of
// the additions is fixed.

// One cache line of a column, written past the caches: for samples that are read again only when all are there.
double store_past_caches(const Lanes& values, const double* weights, float* line);
// Makes such stores of this thread visible to others.
void finish_stores();

// A group of fewer paths, which shares its cache line with others; weights as far as there are paths.
double store_some_lanes(const Lanes& values, const double* weights, std::size_t count, float* out);

}  // namespace ebbtide
