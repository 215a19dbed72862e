// Samples of a theta group on their way into columns of floats.
#pragma once

#include <cstddef>

#include "simulation/lanes.h"

namespace ebbtide {

// Stores the values as floats, one cache line of their column, and returns their sum, weighted where there are weights
// (null: none). The order of the additions is fixed.
double store_lanes(const Lanes& values, const double* weights, float* out);
// The same for a group of fewer paths, which shares its cache line with others; weights as far as there are paths.
double store_some_lanes(const Lanes& values, const double* weights, std::size_t count, float* out);
// Makes the stores of this thread visible to others.
void finish_stores();

}  // namespace ebbtide
