#include "stats/grouped_share.h"

#include <algorithm>
#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

template <typename Inside>
void add_up(std::span<const float> samples, std::span<const double> weights, std::size_t group_size,
            std::span<double> sums, Inside inside) {
  EBBTIDE_REQUIRE(group_size > 0);
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const std::size_t first = group * group_size, end = std::min(samples.size(), first + group_size);
    if (weights.empty()) {
      int count = 0;
      for (std::size_t path = first; path < end; ++path) count += inside(static_cast<double>(samples[path])) ? 1 : 0;
      sums[group] = count;
    } else {
      sums[group] = 0.0;
      for (std::size_t path = first; path < end; ++path)
        sums[group] += inside(static_cast<double>(samples[path])) ? weights[path] : 0.0;
    }
  }
}

}  // namespace

void sums_below(std::span<const float> samples, double level, std::span<const double> weights, std::size_t group_size,
                std::span<double> sums) {
  add_up(samples, weights, group_size, sums, [level](double value) { return value < level; });
}

void sums_above(std::span<const float> samples, double level, std::span<const double> weights, std::size_t group_size,
                std::span<double> sums) {
  add_up(samples, weights, group_size, sums, [level](double value) { return value > level; });
}

Estimate share_below(std::span<const float> samples, double level, const PathGroups& groups) {
  std::vector<double> sums(groups.group_weights.size());
  sums_below(samples, level, groups.weights, groups.group_size, sums);
  return grouped_mean({sums, groups.group_weights});
}

Estimate share_above(std::span<const float> samples, double level, const PathGroups& groups) {
  std::vector<double> sums(groups.group_weights.size());
  sums_above(samples, level, groups.weights, groups.group_size, sums);
  return grouped_mean({sums, groups.group_weights});
}

}  // namespace ebbtide
