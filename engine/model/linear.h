// A quantity at a reference and its slope by inputs.
#pragma once

#include "math/linalg.h"

namespace ebbtide {

struct Linear {
  double value = 0.0;
  Vector slope;

  Linear& operator+=(const Linear& other) {
    value += other.value;
    slope += other.slope;
    return *this;
  }
  Linear& add(double weight, const Linear& other) {
    value += weight * other.value;
    slope += weight * other.slope;
    return *this;
  }
};

}  // namespace ebbtide
