// A Boost.Random engine over the words of one place: for draws outside the hot loop (parameters, data augmentation) with
// Boost.Random's distributions.
#pragma once

#include <cstdint>
#include <limits>

#include "random/draw_law.h"

namespace ebbtide {

// Uniform random bit generator over 32-bit words: slots 0, 1, 2 ... of (path, week, purpose). Satisfies
// Boost.Random's and the standard library's engine requirements (seed, copy, compare, discard, stream in and out).
class PlaceEngine;

}  // namespace ebbtide
