#include "math/band_root.h"

#include <cmath>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"

namespace ebbtide {

BandRoot::BandRoot(Eigen::Index size) : root_(Matrix::Zero(kWidth, size)), right_(Vector::Zero(size)) {}

void BandRoot::add(Eigen::Index first, std::array<double, kWidth> row, double value) {
  EBBTIDE_REQUIRE(first >= 0 && first < right_.size());
  for (Eigen::Index k = 1; k < kWidth; ++k)
    EBBTIDE_REQUIRE(first + k < right_.size() || row[static_cast<std::size_t>(k)] == 0.0);
  for (Eigen::Index j = first; j < right_.size() && row != std::array<double, kWidth>{}; ++j) {
    if (row[0] != 0.0) {
      const double own = root_(0, j);
      const double length = std::sqrt(own * own + row[0] * row[0]);
      const double cosine = own / length;
      const double sine = row[0] / length;
      const auto rotate = [&](double& kept, double& added) {
        const double before = kept;
        kept = cosine * before + sine * added;
        added = cosine * added - sine * before;
      };
      root_(0, j) = length;
      rotate(root_(1, j), row[1]);
      rotate(root_(2, j), row[2]);
      rotate(right_(j), value);
    }
    row = {row[1], row[2], 0.0};
  }
}

Vector BandRoot::draw(const Vector& normals) const {
  EBBTIDE_REQUIRE(normals.size() == right_.size());
  Vector result = right_ + normals;
  for (Eigen::Index j = result.size(); j-- > 0;) {
    const double own = root_(0, j);
    if (!(own > 0.0) || std::isinf(own)) {
      throw NumericalError(format("unknown {} of a Gaussian law has the precision root {}", j, number_text(own)));
    }
    for (Eigen::Index k = 1; k < kWidth && j + k < result.size(); ++k) result(j) -= root_(k, j) * result(j + k);
    result(j) /= own;
  }
  return result;
}

}  // namespace ebbtide
