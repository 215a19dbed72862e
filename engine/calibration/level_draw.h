// A walking level drawn given all that was seen of it and its last value: filtered forward, drawn backward (Carter and
// Kohn 1994).
#pragma once

#include "math/linalg.h"

namespace ebbtide {

// level_t = level_{t-1} + N(0, step_variance), from N(mean, variance) before the first row; a row sees it with N(0,
// noise_variance).
struct WalkingLevel {
  double mean = 0.0;
  double variance = 1.0;
  double step_variance = 1.0;  // above 0
  double noise_variance = 1.0;
};

// The levels of all rows, the last one as given; normals: one for each row before it.
Vector draw_levels(const WalkingLevel& level, const Vector& seen, double last, const Vector& normals);

}  // namespace ebbtide
