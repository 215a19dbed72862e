#include "stats/weighted_pass.h"

#include <algorithm>
#include <cstring>

#include "core/contract.h"

namespace ebbtide {
namespace {

// Two doubles to a vector: what every machine has.
typedef double Doubles __attribute__((vector_size(16)));
typedef std::int64_t Masks __attribute__((vector_size(16)));

constexpr std::size_t kLevels = kQuantileLevels.size();

Doubles where(Masks mask, Doubles values) {
  return reinterpret_cast<Doubles>(mask & reinterpret_cast<Masks>(values));
}

struct Accumulator {
  Doubles weight{}, deviation{}, square{}, tail{};
  std::array<Doubles, kLevels> below{};

  void add(Doubles samples, Doubles weights, const GroupPassInput& input) {
    weight += weights;
    const Doubles d = samples - input.centre;
    const Doubles wd = weights * d;
    deviation += wd;
    square += wd * d;
    const Doubles t = samples - input.tail_threshold;
    tail += weights * where(t < 0.0, t);
#pragma GCC unroll 16
    for (std::size_t level = 0; level < kLevels; ++level) {
      below[level] += where(samples <= static_cast<double>(input.thresholds[level]), weights);
    }
  }
};

WeightedSums sum_group(const float* samples, const double* weights, std::size_t count, const GroupPassInput& input) {
  Accumulator sums;
  std::size_t i = 0;
  for (; i + 2 <= count; i += 2) {
    Doubles w;
    std::memcpy(&w, weights + i, sizeof w);
    sums.add(Doubles{samples[i], samples[i + 1]}, w, input);
  }
  if (i < count) sums.add(Doubles{samples[i], samples[i]}, Doubles{weights[i], 0.0}, input);
  const auto total = [](Doubles pair) { return pair[0] + pair[1]; };
  WeightedSums result{total(sums.weight), total(sums.deviation), total(sums.square), total(sums.tail), {}};
  for (std::size_t level = 0; level < kLevels; ++level) result.below[level] = total(sums.below[level]);
  return result;
}

}  // namespace

void keep_weighted(std::span<const float> samples, std::span<const double> weights, std::size_t group_size,
                   KeptSamples& kept) {
  const std::size_t n = samples.size();
  EBBTIDE_REQUIRE(group_size > 0 && weights.size() == n);
  // One more than can be kept: a dropped sample is written and then written over.
  kept.samples.resize(n + 1);
  kept.weights.resize(n + 1);
  kept.group_ends.resize((n + group_size - 1) / group_size);
  std::size_t count = 0;
  bool valid = true;
  for (std::size_t group = 0; group < kept.group_ends.size(); ++group) {
    const std::size_t end = std::min(n, (group + 1) * group_size);
    for (std::size_t path = group * group_size; path < end; ++path) {
      kept.samples[count] = samples[path];
      kept.weights[count] = weights[path];
      count += weights[path] > 0.0 ? 1 : 0;
      valid &= weights[path] >= 0.0;
    }
    kept.group_ends[group] = count;
  }
  EBBTIDE_REQUIRE(valid);
  kept.count = count;
}

void weighted_pass(const KeptSamples& kept, const GroupPassInput& input, std::span<WeightedSums> sums) {
  EBBTIDE_REQUIRE(sums.size() == kept.group_ends.size());
  std::size_t first = 0;
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const std::size_t end = kept.group_ends[group];
    sums[group] = sum_group(kept.samples.data() + first, kept.weights.data() + first, end - first, input);
    first = end;
  }
}

}  // namespace ebbtide
