#include "stats/multivariate_score.h"

#include <algorithm>
#include <cmath>

#include "core/contract.h"
#include "core/error.h"

namespace ebbtide {
namespace {

double checked(double score) {
  if (!std::isfinite(score)) throw NumericalError("multivariate score: a draw or the outcome is not finite");
  return score;
}

std::size_t count_of(std::span<const double> draws, std::span<const double> observed) {
  EBBTIDE_REQUIRE(!observed.empty() && !draws.empty() && draws.size() % observed.size() == 0);
  return draws.size() / observed.size();
}

double distance(const double* left, const double* right, std::size_t dimensions) {
  double squares = 0.0;
  for (std::size_t k = 0; k < dimensions; ++k) squares += (left[k] - right[k]) * (left[k] - right[k]);
  return std::sqrt(squares);
}

double mean_distance(std::span<const double> draws, std::span<const double> observed) {
  const std::size_t count = count_of(draws, observed), dimensions = observed.size();
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) sum += distance(&draws[i * dimensions], observed.data(), dimensions);
  return sum / static_cast<double>(count);
}

// Over the pairs i < j.
double sum_of_distances(std::span<const double> draws, std::size_t dimensions) {
  const std::size_t count = draws.size() / dimensions;
  double sum = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j)
      sum += distance(&draws[i * dimensions], &draws[j * dimensions], dimensions);
  }
  return sum;
}

// The square root, the order in use, without a call of the power function.
double power(double x, double order) {
  return order == 0.5 ? std::sqrt(x) : std::pow(x, order);
}

}  // namespace

double edf_energy_score(std::span<const double> draws, std::span<const double> observed) {
  const auto count = static_cast<double>(count_of(draws, observed));
  return checked(mean_distance(draws, observed) - sum_of_distances(draws, observed.size()) / (count * count));
}

double fair_energy_score(std::span<const double> draws, std::span<const double> observed) {
  const auto count = static_cast<double>(count_of(draws, observed));
  EBBTIDE_REQUIRE(count >= 2.0);
  const double spread = sum_of_distances(draws, observed.size()) / (count * (count - 1.0));
  return checked(mean_distance(draws, observed) - spread);
}

double variogram_score(std::span<const double> draws, std::span<const double> observed, double order,
                       std::span<const double> weights) {
  const std::size_t count = count_of(draws, observed), dimensions = observed.size();
  EBBTIDE_REQUIRE(dimensions >= 2 && order > 0.0);
  EBBTIDE_REQUIRE(weights.empty() || weights.size() == dimensions * (dimensions - 1) / 2);
  double score = 0.0;
  std::size_t pair = 0;
  for (std::size_t i = 0; i < dimensions; ++i) {
    for (std::size_t j = i + 1; j < dimensions; ++j, ++pair) {
      const double weight = weights.empty() ? 1.0 : weights[pair];
      EBBTIDE_REQUIRE(weight >= 0.0);
      if (weight == 0.0) continue;
      double expected = 0.0;
      for (std::size_t draw = 0; draw < count; ++draw) {
        expected += power(std::abs(draws[draw * dimensions + i] - draws[draw * dimensions + j]), order);
      }
      expected /= static_cast<double>(count);
      const double miss = power(std::abs(observed[i] - observed[j]), order) - expected;
      score += weight * miss * miss;
    }
  }
  return checked(score);
}

}  // namespace ebbtide
