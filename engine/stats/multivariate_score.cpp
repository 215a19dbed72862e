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

// Over the pairs i < j of different groups.
struct Spread {
  double sum = 0.0;
  double pairs = 0.0;
};

Spread spread_between_groups(std::span<const double> draws, std::size_t dimensions, std::size_t group_size) {
  const std::size_t count = draws.size() / dimensions;
  Spread spread;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next_group = (i / group_size + 1) * group_size;
    for (std::size_t j = next_group; j < count; ++j) {
      spread.sum += distance(&draws[i * dimensions], &draws[j * dimensions], dimensions);
    }
    if (next_group < count) spread.pairs += static_cast<double>(count - next_group);
  }
  return spread;
}

// The square root, the order in use, without a call of the power function.
double power(double x, double order) {
  return order == 0.5 ? std::sqrt(x) : std::pow(x, order);
}

}  // namespace

double edf_energy_score(std::span<const double> draws, std::span<const double> observed) {
  const auto count = static_cast<double>(count_of(draws, observed));
  const Spread spread = spread_between_groups(draws, observed.size(), 1);
  return checked(mean_distance(draws, observed) - spread.sum / (count * count));
}

double fair_energy_score(std::span<const double> draws, std::span<const double> observed) {
  return grouped_fair_energy_score(draws, 1, observed);
}

double grouped_fair_energy_score(std::span<const double> draws, std::size_t group_size,
                                 std::span<const double> observed) {
  EBBTIDE_REQUIRE(group_size > 0 && count_of(draws, observed) > group_size);
  const Spread spread = spread_between_groups(draws, observed.size(), group_size);
  return checked(mean_distance(draws, observed) - spread.sum / spread.pairs / 2.0);
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
