#include "calibration/level_draw.h"

#include <cmath>

#include "core/contract.h"

namespace ebbtide {

Vector draw_levels(const WalkingLevel& level, const Vector& seen, double last, const Vector& normals) {
  const Eigen::Index rows = seen.size();
  EBBTIDE_REQUIRE(level.step_variance > 0.0 && rows > 0 && normals.size() == rows - 1);
  Vector means(rows), variances(rows);
  double mean = level.mean;
  double variance = level.variance;
  for (Eigen::Index row = 0; row < rows; ++row) {
    variance += level.step_variance;
    const double gain = variance / (variance + level.noise_variance);
    mean += gain * (seen(row) - mean);
    variance = gain * level.noise_variance;
    means(row) = mean;
    variances(row) = variance;
  }
  Vector levels(rows);
  levels(rows - 1) = last;
  for (Eigen::Index row = rows - 1; row-- > 0;) {
    const double spread = 1.0 / (1.0 / variances(row) + 1.0 / level.step_variance);
    levels(row) = spread * (means(row) / variances(row) + levels(row + 1) / level.step_variance) +
                  std::sqrt(spread) * normals(row);
  }
  return levels;
}

}  // namespace ebbtide
