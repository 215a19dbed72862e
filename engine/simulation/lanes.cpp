#include "simulation/lanes.h"

namespace ebbtide {

EBBTIDE_VECTOR_WIDTHS
void add_scaled(Lanes& target, double weight, const Lanes& source) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) target[lane] += weight * source[lane];
}

}  // namespace ebbtide
