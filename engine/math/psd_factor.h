// A square root of a covariance that may be singular.
#pragma once

#include "math/linalg.h"

namespace ebbtide {

// F with F F' = covariance, from the pivoted LDL'; tiny negative pivots count as zero. F maps independent standard
// normals to draws with that covariance.
Matrix psd_factor(const Matrix& covariance);

}  // namespace ebbtide
