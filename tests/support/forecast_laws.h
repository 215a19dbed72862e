// Laws for the tests of forecast scores: what a forecaster may state, and what the world draws from.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <vector>

#include "math/special.h"
#include "support/test_draws.h"

namespace ebbtide::fixture {

struct ForecastLaw {
  std::function<double(double)> quantile;

  double draw(TestDraws& draws) const { return quantile(draws.uniform()); }
  std::vector<double> draw(TestDraws& draws, std::size_t count) const {
    std::vector<double> values(count);
    for (double& value : values) value = draw(draws);
    return values;
  }
  std::vector<double> sorted_draw(TestDraws& draws, std::size_t count) const {
    std::vector<double> values = draw(draws, count);
    std::sort(values.begin(), values.end());
    return values;
  }
  // The quantiles at (i - 1/2) / count: a sample without noise.
  std::vector<double> grid(std::size_t count) const {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = quantile((static_cast<double>(i) + 0.5) / static_cast<double>(count));
    }
    return values;
  }
};

inline ForecastLaw normal_law(double mean = 0.0, double sd = 1.0) {
  return {[=](double p) { return mean + sd * normal_quantile(p); }};
}

inline ForecastLaw student_t_law(double nu, double location = 0.0, double scale = 1.0) {
  return {[=](double p) { return location + scale * student_t_quantile(p, nu); }};
}

inline ForecastLaw laplace_law() {
  return {[](double p) { return p < 0.5 ? std::log(2.0 * p) : -std::log(2.0 * (1.0 - p)); }};
}

inline ForecastLaw logistic_law() {
  return {[](double p) { return std::log(p / (1.0 - p)); }};
}

inline ForecastLaw truncated_student_t_law(double nu, double low, double high) {
  const double below = student_t_cdf(low, nu), inside = student_t_cdf(high, nu) - below;
  return {[=](double p) { return student_t_quantile(below + p * inside, nu); }};
}

// Mean of paired differences over its standard error, the pairs independent.
inline double paired_z(std::span<const double> differences) {
  const auto n = static_cast<double>(differences.size());
  double mean = 0.0, squares = 0.0;
  for (const double d : differences) mean += d / n;
  for (const double d : differences) squares += (d - mean) * (d - mean);
  return mean / std::sqrt(squares / (n - 1.0) / n);
}

// Score of a forecast given by a sorted sample.
using SampleScore = std::function<double(const std::vector<double>&, double)>;

// z of how much worse the rival does than the true law on the same outcomes: large where the score is proper and sees
// the difference. Each law forecasts with a grid of its quantiles.
inline double z_against(const SampleScore& score, const ForecastLaw& truth, const ForecastLaw& rival, int weeks) {
  TestDraws draws(5);
  const std::vector<double> of_truth = truth.grid(200), of_rival = rival.grid(200);
  std::vector<double> differences(static_cast<std::size_t>(weeks));
  for (double& difference : differences) {
    const double observed = truth.draw(draws);
    difference = score(of_rival, observed) - score(of_truth, observed);
  }
  return paired_z(differences);
}

}  // namespace ebbtide::fixture
