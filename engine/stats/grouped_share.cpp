#include "stats/grouped_share.h"

#include <algorithm>
#include <vector>

#include "core/contract.h"

namespace ebbtide {
namespace {

template <typename Inside>
Estimate share_of(std::span<const float> samples, const PathGroups& groups, Inside inside) {
  EBBTIDE_REQUIRE(groups.group_size > 0);
  std::vector<double> sums(groups.group_weights.size());
  for (std::size_t group = 0; group < sums.size(); ++group) {
    const std::size_t first = group * groups.group_size, end = std::min(samples.size(), first + groups.group_size);
    if (groups.weights.empty()) {
      int count = 0;
      for (std::size_t path = first; path < end; ++path) count += inside(static_cast<double>(samples[path])) ? 1 : 0;
      sums[group] = count;
    } else {
      for (std::size_t path = first; path < end; ++path)
        sums[group] += inside(static_cast<double>(samples[path])) ? groups.weights[path] : 0.0;
    }
  }
  return grouped_mean({sums, groups.group_weights});
}

}  // namespace

Estimate share_below(std::span<const float> samples, double level, const PathGroups& groups) {
  return share_of(samples, groups, [level](double value) { return value < level; });
}

Estimate share_above(std::span<const float> samples, double level, const PathGroups& groups) {
  return share_of(samples, groups, [level](double value) { return value > level; });
}

}  // namespace ebbtide
