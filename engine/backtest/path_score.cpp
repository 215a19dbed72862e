#include "backtest/path_score.h"

#include "backtest/joint_draws.h"
#include "core/contract.h"
#include "stats/multivariate_score.h"

namespace ebbtide {

std::optional<double> path_energy_score(const Origin& origin, const Forecast& forecast,
                                        const std::vector<int>& horizons, const std::vector<double>& came_musd) {
  constexpr std::size_t kFewestDraws = 2;
  EBBTIDE_REQUIRE(horizons.size() == came_musd.size() && !horizons.empty());
  const double percent = 100.0 / origin.opening_aum_musd();
  std::vector<const std::vector<double>*> flows;
  std::vector<double> came;
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    const auto week = static_cast<std::size_t>(horizons[h]) - 1;
    const bool is_last = h + 1 == horizons.size();
    if (!is_last && week >= forecast.earlier_flow_musd.size()) return std::nullopt;
    flows.push_back(is_last ? &forecast.flow_musd : &forecast.earlier_flow_musd[week]);
    came.push_back(percent * came_musd[h]);
  }
  const std::vector<double> draws = joint_draws(flows, forecast.group_size, percent);
  if (draws.size() < kFewestDraws * horizons.size()) return std::nullopt;
  return fair_energy_score(draws, came);
}

}  // namespace ebbtide
