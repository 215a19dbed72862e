#include "calibration/aum_reconstruction.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ebbtide {
namespace {

constexpr std::array<double, 9> kNoiseGrid = {0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03};
constexpr double kDefaultNoise = 0.005;

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

struct FilterPass {
  std::vector<Moments> predicted, filtered;
  double log_likelihood = 0.0;
};

// An unknown start is centred on the first observation with a standard deviation of its own size.
Moments start_state(const std::vector<AumWeek>& weeks, bool starts_empty) {
  if (starts_empty) return {0.0, 0.0};
  for (const AumWeek& week : weeks) {
    if (week.observed_musd) return {*week.observed_musd, *week.observed_musd * *week.observed_musd};
  }
  return {0.0, 0.0};
}

FilterPass run_filter(const std::vector<AumWeek>& weeks, bool starts_empty, double noise) {
  FilterPass pass;
  Moments state = start_state(weeks, starts_empty);
  bool anchored = starts_empty;
  for (std::size_t t = 0; t < weeks.size(); ++t) {
    const AumWeek& week = weeks[t];
    if (t > 0 || starts_empty) {
      const double growth = 1.0 + week.simple_return;
      const double size = noise * (std::abs(state.mean) + std::abs(week.flow_musd));
      state = {state.mean * growth + week.flow_musd,
               state.variance * growth * growth + week.flow_variance + size * size};
    }
    pass.predicted.push_back(state);
    if (week.observed_musd) {
      const double total = state.variance + week.observed_variance;
      const double error = *week.observed_musd - state.mean;
      if (total > 0.0) {
        // The first sighting of an unknown start says nothing about the noise.
        if (anchored) pass.log_likelihood -= 0.5 * (std::log(total) + error * error / total);
        const double gain = state.variance / total;
        state = {state.mean + gain * error, std::max(0.0, state.variance * (1.0 - gain))};
      }
      anchored = true;
    }
    pass.filtered.push_back(state);
  }
  return pass;
}

}  // namespace

AumPath reconstruct_aum(const std::vector<AumWeek>& weeks, bool starts_empty) {
  const auto observed =
      std::count_if(weeks.begin(), weeks.end(), [](const AumWeek& w) { return w.observed_musd.has_value(); });
  AumPath path;
  path.noise = kDefaultNoise;
  if (observed >= 3) {
    double best = -1e300;
    for (const double noise : kNoiseGrid) {
      const double value = run_filter(weeks, starts_empty, noise).log_likelihood;
      if (value > best) {
        best = value;
        path.noise = noise;
      }
    }
  }
  const FilterPass pass = run_filter(weeks, starts_empty, path.noise);
  std::vector<Moments> smoothed = pass.filtered;
  for (std::size_t t = weeks.size(); t-- > 1;) {
    const double growth = 1.0 + weeks[t].simple_return;
    const Moments& predicted = pass.predicted[t];
    if (predicted.variance <= 0.0) continue;
    const double gain = pass.filtered[t - 1].variance * growth / predicted.variance;
    smoothed[t - 1].mean += gain * (smoothed[t].mean - predicted.mean);
    smoothed[t - 1].variance += gain * gain * (smoothed[t].variance - predicted.variance);
  }
  for (const Moments& state : smoothed) {
    path.weeks.push_back({std::max(0.0, state.mean), std::sqrt(std::max(0.0, state.variance))});
  }
  return path;
}

}  // namespace ebbtide
