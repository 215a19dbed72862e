#include "backtest/flow_spread.h"

#include <cmath>

#include "backtest/past_rivals.h"
#include "stats/mean.h"

namespace ebbtide {

std::optional<double> flow_spread(const Origin& origin, int weeks) {
  const std::vector<double> flows = past_flows_musd(origin, weeks);
  if (flows.empty()) return std::nullopt;
  const double centre = mean(flows);
  double squares = 0.0;
  for (const double flow : flows) squares += (flow - centre) * (flow - centre);
  const double spread = std::sqrt(squares / static_cast<double>(flows.size() - 1));
  return spread > 0.0 ? std::optional(spread) : std::nullopt;
}

}  // namespace ebbtide
