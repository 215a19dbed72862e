#include "stats/group_pass.h"

#include <algorithm>
#include <cstring>

namespace ebbtide {
namespace {

// Four floats, or two doubles, to a vector: what every machine has. Wider ones gain nothing here (summary_bench), since
// the compares of the nine levels keep the units busy and groups are short.
constexpr std::size_t kWidth = 4;
typedef float Floats __attribute__((vector_size(16)));
typedef std::int32_t Counts __attribute__((vector_size(16)));
typedef float HalfFloats __attribute__((vector_size(8)));
typedef double Doubles __attribute__((vector_size(16)));

constexpr std::size_t kLevels = kQuantileLevels.size();

// Sample i goes to lane i % 4 of a sum: pair i / 2 % 2.
struct Lanes {
  std::array<Doubles, 2> pairs{};
  double total() const { return (pairs[0][0] + pairs[1][0]) + (pairs[0][1] + pairs[1][1]); }
};

template <typename Type>
Type load(const float* from) {
  Type values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

GroupSums sum_group(const float* samples, std::size_t count, const GroupPassInput& input) {
  Lanes deviation, square, tail;
  std::array<Counts, kLevels> below{};
  const std::size_t whole = count / kWidth * kWidth;
  for (std::size_t i = 0; i < whole; i += kWidth) {
    const auto values = load<Floats>(samples + i);
#pragma GCC unroll 16
    for (std::size_t level = 0; level < kLevels; ++level) below[level] -= values <= input.thresholds[level];
#pragma GCC unroll 2
    for (std::size_t pair = 0; pair < 2; ++pair) {
      const Doubles wide = __builtin_convertvector(load<HalfFloats>(samples + i + 2 * pair), Doubles);
      const Doubles d = wide - input.centre;
      deviation.pairs[pair] += d;
      square.pairs[pair] += d * d;
      const Doubles t = wide - input.tail_threshold;
      tail.pairs[pair] += t < 0.0 ? t : Doubles{};
    }
  }
  GroupSums sums{deviation.total(), square.total(), tail.total(), {}};
  for (std::size_t level = 0; level < kLevels; ++level) {
    sums.below[level] = below[level][0] + below[level][1] + below[level][2] + below[level][3];
  }
  for (std::size_t i = whole; i < count; ++i) {
    const double d = samples[i] - input.centre;
    sums.deviation += d;
    sums.square += d * d;
    sums.tail += std::min(samples[i] - input.tail_threshold, 0.0);
    for (std::size_t level = 0; level < kLevels; ++level) sums.below[level] += samples[i] <= input.thresholds[level];
  }
  return sums;
}

}  // namespace

void group_pass(std::span<const float> samples, std::size_t group_size, const GroupPassInput& input,
                std::span<GroupSums> sums) {
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const std::size_t first = group * group_size;
    sums[group] = sum_group(samples.data() + first, std::min(group_size, samples.size() - first), input);
  }
}

}  // namespace ebbtide
