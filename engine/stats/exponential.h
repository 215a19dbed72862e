// The exponential for weights: plain IEEE operations, so that every machine gives the same bits (internal to
// engine/stats).
#pragma once

#include <algorithm>
#include <span>

#include "core/vector_level.h"
#include "math/elementary.h"

namespace ebbtide {

// exp(x) for x <= 700, relative error below 1e-15; 0 below -700, -infinity included.
inline double exponential(double x) {
  const double keep = x >= -700.0 ? 1.0 : 0.0;
  const ExponentSplit split = split_exponent(std::max(-700.0, x));
  return keep * (split.power * (1.0 + small_exp_minus_one(split.remainder)));
}

// values[i] = exponential(values[i] - less), with the vectors of the machine or of a level it has.
void exponentials(std::span<double> values, double less, VectorLevel level = machine_vector_level());

}  // namespace ebbtide
