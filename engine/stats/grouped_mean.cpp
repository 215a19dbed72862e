#include "stats/grouped_mean.h"

#include <algorithm>

#include "core/contract.h"
#include "stats/grouped_error.h"

namespace ebbtide {
namespace {

std::size_t group_count(std::size_t count, std::size_t group_size) {
  return (count + group_size - 1) / group_size;
}

double sum_of(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum;
}

struct Mean {
  double value = 0.0;
  double weight = 0.0;
};

Mean mean_of(const GroupedSums& sums) {
  EBBTIDE_REQUIRE(sums.value.size() == sums.weight.size());
  const double weight = sum_of(sums.weight);
  EBBTIDE_REQUIRE(weight > 0.0);
  return {sum_of(sums.value) / weight, weight};
}

// Sum of influences of a group's paths.
double influence(const GroupedSums& sums, const Mean& mean, std::size_t group) {
  return (sums.value[group] - mean.value * sums.weight[group]) / mean.weight;
}

}  // namespace

Estimate grouped_mean(const GroupedSums& sums) {
  const Mean mean = mean_of(sums);
  return {mean.value,
          error_of_deviations(sums.value.size(), 1.0, [&](std::size_t group) { return influence(sums, mean, group); })};
}

Estimate grouped_mean_difference(const GroupedSums& sums, const GroupedSums& other) {
  EBBTIDE_REQUIRE(sums.value.size() == other.value.size());
  const Mean mean = mean_of(sums), other_mean = mean_of(other);
  return {mean.value - other_mean.value, error_of_deviations(sums.value.size(), 1.0, [&](std::size_t group) {
            return influence(sums, mean, group) - influence(other, other_mean, group);
          })};
}

Estimate grouped_mean(std::span<const double> group_sums, std::size_t count, std::size_t group_size) {
  EBBTIDE_REQUIRE(count > 0 && group_size > 0 && group_sums.size() == group_count(count, group_size));
  const auto n = static_cast<double>(count), size = static_cast<double>(group_size);
  const std::size_t last = group_sums.size() - 1;
  const double mean = sum_of(group_sums) / n;
  const double expected = mean * size, expected_last = mean * (n - static_cast<double>(last) * size);
  return {mean, error_of_deviations(group_sums.size(), n, [&](std::size_t group) {
            return group_sums[group] - (group < last ? expected : expected_last);
          })};
}

Estimate grouped_mean_difference(std::span<const double> group_sums, std::span<const double> other, std::size_t count,
                                 std::size_t group_size) {
  EBBTIDE_REQUIRE(group_sums.size() == other.size());
  std::vector<double> differences(group_sums.size());
  for (std::size_t group = 0; group < differences.size(); ++group)
    differences[group] = group_sums[group] - other[group];
  return grouped_mean(differences, count, group_size);
}

std::vector<double> group_sizes(std::size_t count, std::size_t group_size) {
  EBBTIDE_REQUIRE(group_size > 0);
  std::vector<double> sizes(group_count(count, group_size), static_cast<double>(group_size));
  if (count % group_size != 0) sizes.back() = static_cast<double>(count % group_size);
  return sizes;
}

std::vector<double> group_weights(std::span<const double> weights, std::size_t group_size) {
  EBBTIDE_REQUIRE(group_size > 0);
  std::vector<double> sums(group_count(weights.size(), group_size));
  for (std::size_t path = 0; path < weights.size(); ++path) sums[path / group_size] += weights[path];
  return sums;
}

void weighted_group_sums(std::span<const float> samples, std::span<const double> weights, std::size_t group_size,
                         std::span<double> sums) {
  EBBTIDE_REQUIRE(group_size > 0 && samples.size() == weights.size() &&
                  sums.size() == group_count(samples.size(), group_size));
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const std::size_t end = std::min(samples.size(), (group + 1) * group_size);
    double sum = 0.0;
    for (std::size_t path = group * group_size; path < end; ++path) {
      sum += weights[path] > 0.0 ? weights[path] * samples[path] : 0.0;
    }
    sums[group] = sum;
  }
}

}  // namespace ebbtide
