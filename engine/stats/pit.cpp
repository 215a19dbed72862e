#include "stats/pit.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "math/special.h"

namespace ebbtide {
namespace {

// Orthonormal on [0, 1].
std::array<double, 4> legendre(double u) {
  const double x = 2.0 * u - 1.0, square = x * x;
  return {std::sqrt(3.0) * x, std::sqrt(5.0) * 0.5 * (3.0 * square - 1.0),
          std::sqrt(7.0) * 0.5 * (5.0 * square - 3.0) * x,
          std::sqrt(9.0) * 0.125 * ((35.0 * square - 30.0) * square + 3.0)};
}

void require_probability(double value) {
  EBBTIDE_REQUIRE(value >= 0.0 && value <= 1.0);
}

}  // namespace

double randomised_pit(std::span<const double> samples, double observed, double uniform) {
  EBBTIDE_REQUIRE(!samples.empty() && std::isfinite(observed));
  require_probability(uniform);
  std::size_t below = 0, equal = 0;
  for (const double sample : samples) {
    below += sample < observed ? 1 : 0;
    equal += sample == observed ? 1 : 0;
  }
  return (static_cast<double>(below) + uniform * static_cast<double>(equal + 1)) /
         static_cast<double>(samples.size() + 1);
}

UniformityTest test_uniformity(std::span<const double> pits) {
  EBBTIDE_REQUIRE(pits.size() >= 2);
  UniformityTest test;
  for (const double pit : pits) {
    require_probability(pit);
    const std::array<double, 4> values = legendre(pit);
    for (std::size_t j = 0; j < values.size(); ++j) test.components[j] += values[j];
  }
  for (double& component : test.components) {
    component /= std::sqrt(static_cast<double>(pits.size()));
    test.statistic += component * component;
  }
  test.p_value = chi_squared_survival(test.statistic, static_cast<double>(test.components.size()));
  return test;
}

std::vector<int> pit_histogram(std::span<const double> pits, std::size_t bins) {
  EBBTIDE_REQUIRE(bins > 0);
  std::vector<int> counts(bins);
  for (const double pit : pits) {
    require_probability(pit);
    ++counts[std::min(static_cast<std::size_t>(pit * static_cast<double>(bins)), bins - 1)];
  }
  return counts;
}

}  // namespace ebbtide
