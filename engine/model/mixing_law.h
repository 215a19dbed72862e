// Law of the mixing variable given pins at distance q and rotated sightings (conditioner.h).
//
// Given the pins, lambda ~ IG(shape, rate), shape = (nu + r) / 2, rate = (nu - 2 + q) / 2. A rotated sighting with gap
// g from its mean multiplies the density by N(g; 0, lambda strength + 1). The density is tabulated in log lambda where
// it is within exp(-28) of its peak, and its distribution function interpolated by cubic Hermite polynomials: relative
// error of a quantile below 1e-4 from the 0.1 % to the 99.9 % one.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace ebbtide {

class MixingLaw {
 public:
  // strength and gap by rotated sighting, the same number of each.
  MixingLaw(double shape, double rate, std::span<const double> strength, std::span<const double> gap);
  // The lambda that is exceeded with this probability, 0 < tail < 1.
  double upper_quantile(double tail) const;

 private:
  static constexpr std::size_t kNodes = 224;
  double first_ = 0.0;                    // log lambda of node 0
  double step_ = 0.0;                     // between nodes
  std::array<double, kNodes> tail_{};     // probability above a node
  std::array<double, kNodes> density_{};  // of log lambda
};

}  // namespace ebbtide
