// All paths of a market drawn at once, and their moments.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "simulation/block_simulator.h"

namespace ebbtide::fixture {

// values[week * variables + variable][path], and weights relative to each other.
struct WeightedPaths {
  std::vector<std::vector<double>> values;
  std::vector<double> weights;

  // Weighted mean of a column's power, and its standard error.
  std::pair<double, double> mean(std::size_t column, int power = 1) const {
    double sum = 0.0, total = 0.0, squares = 0.0;
    for (std::size_t path = 0; path < weights.size(); ++path) {
      sum += weights[path] * std::pow(values[column][path], power);
      total += weights[path];
    }
    const double average = sum / total;
    for (std::size_t path = 0; path < weights.size(); ++path) {
      squares += std::pow(weights[path] / total * (std::pow(values[column][path], power) - average), 2);
    }
    return {average, std::sqrt(squares)};
  }
};

inline WeightedPaths simulate_weighted(const Model& model, std::uint64_t seed, std::uint64_t paths) {
  const std::size_t d = model.variable_count();
  WeightedPaths result;
  result.values.assign(static_cast<std::size_t>(model.market_weeks()) * d, std::vector<double>(paths));
  result.weights.resize(paths);
  const BlockSimulator simulator(model, seed, paths);
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        result.weights[group.first_path + lane] = std::exp(group.log_weight[lane]);
      }
      for (std::size_t column = 0; column < result.values.size(); ++column) {
        for (std::size_t lane = 0; lane < group.lanes; ++lane) {
          result.values[column][group.first_path + lane] = group.market.at(column / d, column % d)[lane];
        }
      }
    });
  }
  return result;
}

inline std::vector<std::vector<double>> simulate_market(const Model& model, std::uint64_t seed, std::uint64_t paths) {
  return simulate_weighted(model, seed, paths).values;
}

struct Moments {
  double mean = 0, sd = 0, mean_error = 0, variance_error = 0;
  double variance() const { return sd * sd; }
};

inline Moments moments_of(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0, second = 0, fourth = 0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  for (const double value : values) {
    const double square = (value - mean) * (value - mean);
    second += square;
    fourth += square * square;
  }
  second /= n;
  fourth /= n;
  return {mean, std::sqrt(second), std::sqrt(second / n), std::sqrt(std::max(0.0, fourth - second * second) / n)};
}

}  // namespace ebbtide::fixture
