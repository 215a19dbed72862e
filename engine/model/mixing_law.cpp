#include "model/mixing_law.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr double kDepth = 28.0;  // log of the density below its peak where the table ends

// Log density of y = log lambda, up to a constant, and its slope.
struct LogDensity {
  double shape;
  double rate;
  std::span<const double> strength;
  std::span<const double> gap;

  double value(double y, double* slope = nullptr) const {
    const double lambda = std::exp(y);
    double log_density = -shape * y - rate / lambda;
    double derivative = -shape + rate / lambda;
    double product = 1.0;  // of the variances, so that one logarithm serves several sightings
    for (std::size_t i = 0; i < strength.size(); ++i) {
      const double signal = lambda * strength[i];
      const double variance = signal + 1.0;
      const double square = gap[i] * gap[i] / variance;
      log_density -= 0.5 * square;
      derivative += 0.5 * (square - 1.0) * signal / variance;
      product *= variance;
      if (product > 1e200) {
        log_density -= 0.5 * std::log(product);
        product = 1.0;
      }
    }
    if (slope != nullptr) *slope = derivative;
    return log_density - 0.5 * std::log(product);
  }
};

struct Range {
  double low;
  double high;
  double peak;  // log density at the highest place found
};

// Coarse steps out from the law of the pins until the density has fallen by kDepth on both sides of everything higher.
Range find_range(const LogDensity& density) {
  constexpr double kStep = 0.25;
  const double start = std::log(density.rate / density.shape);
  double y = start, slope = 0.0;
  double peak = density.value(y, &slope);
  Range range{start, start, peak};
  for (const double direction : {1.0, -1.0}) {
    y = start;
    for (;;) {
      y += direction * kStep;
      const double value = density.value(y, &slope);
      range.peak = std::max(range.peak, value);
      (direction > 0.0 ? range.high : range.low) = y;
      if (value < range.peak - kDepth && slope * direction < 0.0) break;
    }
  }
  return range;
}

}  // namespace

MixingLaw::MixingLaw(double shape, double rate, std::span<const double> strength, std::span<const double> gap) {
  EBBTIDE_REQUIRE(shape > 0.0 && rate > 0.0 && strength.size() == gap.size());
  const LogDensity log_density{shape, rate, strength, gap};
  Range range = find_range(log_density);
  // The way out may have passed over low ground before a far peak: cut both ends back to where the density matters.
  constexpr double kTrim = 0.25;
  while (range.high - range.low > 2.0 * kTrim && log_density.value(range.high - kTrim) < range.peak - kDepth)
    range.high -= kTrim;
  while (range.high - range.low > 2.0 * kTrim && log_density.value(range.low + kTrim) < range.peak - kDepth)
    range.low += kTrim;
  first_ = range.low;
  step_ = (range.high - range.low) / static_cast<double>(kNodes - 1);
  std::array<double, kNodes> slope{};
  for (std::size_t k = 0; k < kNodes; ++k) {
    double log_slope = 0.0;
    density_[k] = std::exp(log_density.value(first_ + step_ * static_cast<double>(k), &log_slope) - range.peak);
    slope[k] = density_[k] * log_slope;
  }
  // Integral of the cubic that meets values and slopes at both ends.
  for (std::size_t k = kNodes - 1; k-- > 0;) {
    const double area =
        0.5 * step_ * (density_[k] + density_[k + 1]) + step_ * step_ / 12.0 * (slope[k] - slope[k + 1]);
    tail_[k] = tail_[k + 1] + std::max(area, 0.0);
  }
  const double total = tail_[0];
  for (std::size_t k = 0; k < kNodes; ++k) {
    tail_[k] /= total;
    density_[k] /= total;
  }
}

double MixingLaw::upper_quantile(double tail) const {
  // The first node with no more than `tail` above it.
  const auto after = std::partition_point(tail_.begin(), tail_.end(), [&](double above) { return above > tail; });
  const auto k = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(after - tail_.begin() - 1, 0, kNodes - 2));
  const double drop = tail_[k] - tail_[k + 1];
  // Cubic Hermite of the probability above, on u in [0, 1]: values tail, slopes -density.
  const double left = -step_ * density_[k], right = -step_ * density_[k + 1];
  const auto above = [&](double u) {
    return tail_[k] + u * (left + u * (-3.0 * drop - 2.0 * left - right + u * (2.0 * drop + left + right)));
  };
  double low = 0.0, high = 1.0;
  double u = drop > 0.0 ? std::clamp((tail_[k] - tail) / drop, 0.0, 1.0) : 0.5;
  for (int iteration = 0; iteration < 60 && high - low > 1e-12; ++iteration) {
    const double gap = above(u) - tail;
    (gap > 0.0 ? low : high) = u;
    const double slope = left + u * (2.0 * (-3.0 * drop - 2.0 * left - right) + u * 3.0 * (2.0 * drop + left + right));
    const double next = slope < 0.0 ? u - gap / slope : low;
    const double guarded = next > low && next < high ? next : 0.5 * (low + high);
    if (std::abs(guarded - u) < 1e-13) break;
    u = guarded;
  }
  return std::exp(first_ + step_ * (static_cast<double>(k) + u));
}

}  // namespace ebbtide
