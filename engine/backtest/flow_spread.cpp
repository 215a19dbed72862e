#include "backtest/flow_spread.h"

#include <cmath>

#include "backtest/past_rivals.h"
#include "stats/mean.h"

namespace ebbtide {

std::optional<double> flow_spread(const Origin& origin, int weeks) {
  constexpr std::size_t kFewest = 20;
  std::vector<double> flows;
  for (const std::size_t first : past_windows_of(origin, weeks, 0)) {
    double percent = 0.0;
    for (std::size_t t = first; t < first + static_cast<std::size_t>(weeks); ++t)
      percent += origin.past[t].flow_percent * origin.past[t].opening_aum_musd / origin.past[first].opening_aum_musd;
    flows.push_back(0.01 * origin.opening_aum_musd() * percent);
  }
  if (flows.size() < kFewest) return std::nullopt;
  const double centre = mean(flows);
  double squares = 0.0;
  for (const double flow : flows) squares += (flow - centre) * (flow - centre);
  const double spread = std::sqrt(squares / static_cast<double>(flows.size() - 1));
  return spread > 0.0 ? std::optional(spread) : std::nullopt;
}

}  // namespace ebbtide
