#include "backtest/joint_draws.h"

#include <algorithm>

#include "core/contract.h"

namespace ebbtide {

std::vector<double> joint_draws(const std::vector<const std::vector<double>*>& quantities, std::size_t group_size,
                                double scale) {
  EBBTIDE_REQUIRE(!quantities.empty() && group_size > 0);
  std::size_t available = quantities.front()->size();
  for (const auto* draws : quantities) available = std::min(available, draws->size());
  const std::size_t groups = (available + group_size - 1) / group_size;
  const std::size_t count = std::min(groups, kJointDraws);
  std::vector<double> result;
  result.reserve(count * quantities.size());
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto* draws : quantities) result.push_back(scale * (*draws)[i * group_size]);
  }
  return result;
}

}  // namespace ebbtide
