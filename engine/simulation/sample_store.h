// Values of a theta group's paths, stored as floats of a column and summed.
#pragma once

#include <cstddef>

#include "simulation/lanes.h"

namespace ebbtide {

// All return the sum of the values, weighted where there are weights; the order of the additions is fixed.

// One cache line of a column, written past the caches: for samples that are read again only when all are there.
// finish_stores() makes such writes visible to other threads.
double store_past_caches(const Lanes& values, const double* weights, float* line);
void finish_stores();

// The same for samples that are soon read again, or for a group of fewer paths; weights as far as there are paths.
double store_lanes(const Lanes& values, const double* weights, float* out);
double store_some_lanes(const Lanes& values, const double* weights, std::size_t count, float* out);

}  // namespace ebbtide
