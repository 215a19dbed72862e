// Entropy tilts with views on shortfalls (Meucci, Ardia and Keel 2011).
//
// The shortfall of the worst (lowest) share a of a quantity X is made s by a threshold q: P(X <= q) = a and
// E[X 1{X <= q}] = a s, of all q the one with the least relative entropy. q runs over the values that occur, so the
// tail ends between paths and ties lie on one side of it. With several such views their thresholds are searched in turn
// until none moves. Shortfalls at the other end: negate the column and swap the ends.
#pragma once

#include <limits>
#include <span>
#include <variant>
#include <vector>

#include "stats/entropy_tilt.h"

namespace ebbtide {

struct ShortfallBound {
  std::span<const float> column;
  double tail = 0.05;  // a, a share of the weight in (0, 1)
  double at_least = -std::numeric_limits<double>::infinity();
  double at_most = std::numeric_limits<double>::infinity();
};

struct ShortfallTilt {
  EntropyTilt tilt;                // multipliers and means: those of the bounds, then two per shortfall that binds
  std::vector<bool> binding;       // by shortfall: whether it needed a threshold
  std::vector<double> thresholds;  // q by shortfall; where none was needed, the quantile under the tilt
  std::vector<double> shortfalls;  // under the tilt
};

struct ShortfallRefusal {
  // `bounds` counts the shortfalls on from the last bound, in the names as in the ranges. A shortfall's range is what
  // thresholds at values that occur can give it.
  TiltRefusal refusal;
};

using ShortfallResult = std::variant<ShortfallTilt, ShortfallRefusal>;

ShortfallResult shortfall_tilt(const PathWeights& prior, std::span<const MomentBound> bounds,
                               std::span<const ShortfallBound> shortfalls);

}  // namespace ebbtide
