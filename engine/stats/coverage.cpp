#include "stats/coverage.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "core/contract.h"
#include "math/special.h"

namespace ebbtide {
namespace {

bool is_inner_probability(double value) {
  return value > 0.0 && value < 1.0;
}

// The widest count range that leaves at most `tail` of the probability on either side.
CoverageBand pointwise_band(int weeks, double nominal, double tail) {
  CoverageBand band{nominal, 0, weeks};
  while (binomial_cdf(band.low, weeks, nominal) <= tail) ++band.low;
  int misses = 0;
  while (binomial_cdf(misses, weeks, 1.0 - nominal) <= tail) ++misses;
  band.high = weeks - misses;
  return band;
}

std::vector<CoverageBand> pointwise_bands(int weeks, std::span<const double> nominals, double tail) {
  std::vector<CoverageBand> bands;
  for (const double nominal : nominals) bands.push_back(pointwise_band(weeks, nominal, tail));
  return bands;
}

// log 0! .. log n!
std::vector<double> log_factorials(int n) {
  std::vector<double> values;
  for (int k = 0; k <= n; ++k) values.push_back(log_gamma(k + 1.0));
  return values;
}

}  // namespace

CoverageBand coverage_band(int weeks, double nominal, double confidence) {
  EBBTIDE_REQUIRE(weeks > 0 && is_inner_probability(nominal) && is_inner_probability(confidence));
  return pointwise_band(weeks, nominal, (1.0 - confidence) / 2.0);
}

double joint_coverage_probability(int weeks, std::span<const CoverageBand> bands) {
  EBBTIDE_REQUIRE(weeks > 0 && !bands.empty());
  const std::vector<double> log_factorial = log_factorials(weeks);
  // inside[k]: the count of the level at hand is k, and all wider levels' counts are inside their bands. Around the
  // widest level lies the whole line, which holds all weeks.
  std::vector<double> inside(static_cast<std::size_t>(weeks) + 1);
  inside.back() = 1.0;
  double wider_nominal = 1.0;
  for (std::size_t level = bands.size(); level-- > 0;) {
    const CoverageBand& band = bands[level];
    EBBTIDE_REQUIRE(band.nominal > 0.0 && band.nominal < wider_nominal);
    const double log_hit = std::log(band.nominal / wider_nominal);
    const double log_miss = std::log1p(-band.nominal / wider_nominal);
    std::vector<double> next(inside.size());
    for (int wider = 0; wider <= weeks; ++wider) {
      if (inside[wider] == 0.0) continue;
      for (int count = band.low; count <= std::min(band.high, wider); ++count) {
        next[count] +=
            inside[wider] * std::exp(log_factorial[wider] - log_factorial[count] - log_factorial[wider - count] +
                                     count * log_hit + (wider - count) * log_miss);
      }
    }
    inside = std::move(next);
    wider_nominal = band.nominal;
  }
  return std::accumulate(inside.begin(), inside.end(), 0.0);
}

std::vector<CoverageBand> joint_coverage_bands(int weeks, std::span<const double> nominals, double confidence) {
  EBBTIDE_REQUIRE(weeks > 0 && !nominals.empty() && is_inner_probability(confidence));
  for (const double nominal : nominals) EBBTIDE_REQUIRE(is_inner_probability(nominal));
  // Bonferroni's tail is small enough, that of a single band too large or just right.
  double large = (1.0 - confidence) / 2.0;
  double small = large / static_cast<double>(nominals.size());
  std::vector<CoverageBand> bands = pointwise_bands(weeks, nominals, small);
  for (int step = 0; step < 30; ++step) {
    const double tail = 0.5 * (small + large);
    std::vector<CoverageBand> narrower = pointwise_bands(weeks, nominals, tail);
    if (joint_coverage_probability(weeks, narrower) >= confidence) {
      small = tail;
      bands = std::move(narrower);
    } else {
      large = tail;
    }
  }
  return bands;
}

}  // namespace ebbtide
