// Exact bands for a share of successes: how far a correct program's count may stray.
#pragma once

#include <cmath>

#include "math/special.h"

namespace ebbtide::fixture {

struct CountBand {
  int low = 0;
  int high = 0;
  bool contains(int count) const { return low <= count && count <= high; }
};

// The counts that n independent trials of probability p leave with at most false_alarm / 2 on either side.
inline CountBand binomial_band(int n, double p, double false_alarm) {
  const auto probability = [&](int k) {
    return std::exp(log_gamma(n + 1.0) - log_gamma(k + 1.0) - log_gamma(n - k + 1.0) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
  };
  CountBand band{0, n};
  for (double tail = probability(band.low); tail <= false_alarm / 2; tail += probability(band.low)) ++band.low;
  for (double tail = probability(band.high); tail <= false_alarm / 2; tail += probability(band.high)) --band.high;
  return band;
}

}  // namespace ebbtide::fixture
