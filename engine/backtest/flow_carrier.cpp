#include "backtest/flow_carrier.h"

namespace ebbtide {

std::vector<double> held_returns(const ForecastTask& task) {
  std::vector<double> returns;
  for (int week = 0; week < task.weeks; ++week) {
    const auto& values = task.market.weeks[static_cast<std::size_t>(week)];
    double effect = 0.0, held = 0.0;
    for (const MemberPosterior& member : task.origin.funds().members) {
      if (member.dimension != Dimension::asset) continue;
      double simple = 0.0;
      for (const auto& [variable, weight] : member.exposures) {
        const auto& value = values[static_cast<std::size_t>(variable)];
        if (!value) return {};
        simple += weight * *value;
      }
      effect += member.opening_aum_musd * std::max(simple, -100.0);
      held += member.opening_aum_musd;
    }
    returns.push_back(held > 0.0 ? effect / held : 0.0);
  }
  return returns;
}

}  // namespace ebbtide
