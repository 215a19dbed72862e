#include "backtest/engine_forecast.h"

#include <algorithm>
#include <limits>

#include "core/contract.h"
#include "core/error.h"
#include "core/format.h"
#include "model/cube.h"
#include "model/model.h"
#include "simulation/block_simulator.h"

namespace ebbtide {
namespace {

constexpr double kNormal = std::numeric_limits<double>::infinity();  // degrees of freedom

bool is_complete(const KnownMarket& market, int weeks) {
  for (int week = 0; week < weeks; ++week) {
    const auto& values = market.weeks[static_cast<std::size_t>(week)];
    if (!std::all_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); })) return false;
  }
  return true;
}

MarketCondition pin(const MarketVariable& variable, int week, double value) {
  MarketCondition condition;
  condition.text = format("{}, week {}", variable.name, week);
  condition.terms = {{variable.name, 1.0}};
  condition.weeks = {week, week};
  condition.value = {value, variable.unit};
  return condition;
}

std::vector<Forecast> empty_forecasts(const BlockSimulator& simulator, const std::vector<int>& horizons,
                                      std::size_t members, std::uint64_t paths) {
  Forecast empty;
  empty.group_size = simulator.group_size();
  empty.flow_musd.resize(paths);
  empty.aum_musd.resize(paths);
  empty.member_flow_musd.assign(members, std::vector<double>(paths));
  std::vector<Forecast> forecasts;
  for (const int weeks : horizons) {
    empty.earlier_flow_musd.assign(static_cast<std::size_t>(weeks) - 1, std::vector<double>(paths));
    forecasts.push_back(empty);
  }
  return forecasts;
}

void add_lanes(const Lanes& source, const GroupPaths& group, std::vector<double>& target) {
  for (std::size_t lane = 0; lane < group.lanes; ++lane) target[group.first_path + lane] += source[lane];
}

void read_group(const GroupPaths& group, int weeks, Forecast& forecast) {
  const auto last = static_cast<std::size_t>(weeks) - 1;
  for (std::size_t lane = 0; weeks == 1 && lane < group.lanes; ++lane)
    forecast.flow_density.add(group.funds.week_one_mean[lane], group.funds.week_one_sd[lane], kNormal);
  for (std::size_t week = 0; week <= last; ++week) {
    add_lanes(group.funds.total.at(week, FundPaths::kFlow), group, forecast.flow_musd);
    for (std::size_t m = 0; m < forecast.member_flow_musd.size(); ++m)
      add_lanes(group.funds.flow.at(week, m), group, forecast.member_flow_musd[m]);
    if (week == last) continue;
    for (std::size_t path = group.first_path; path < group.first_path + group.lanes; ++path)
      forecast.earlier_flow_musd[week][path] = forecast.flow_musd[path];
  }
  add_lanes(group.funds.total.at(last, FundPaths::kAum), group, forecast.aum_musd);
}

}  // namespace

Scenario conditioned_scenario(const Origin& origin, const KnownMarket& market, int weeks) {
  EBBTIDE_REQUIRE(weeks >= 1 && static_cast<std::size_t>(weeks) <= market.weeks.size());
  Scenario scenario;
  scenario.name = format("{}-{}", date_text(origin.as_of), track_text(market.track));
  scenario.universe = origin.calibration->universe;
  scenario.as_of = origin.as_of;
  scenario.horizon_weeks = weeks;
  scenario.path = is_complete(market, weeks) ? PathKnowledge::sequential : PathKnowledge::full;
  const std::vector<MarketVariable>& variables = origin.calibration->market.variables;
  for (int week = 1; week <= weeks; ++week) {
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const auto& value = market.weeks[static_cast<std::size_t>(week) - 1][i];
      const auto index = origin.view.market().index_of(variables[i].name);
      const bool is_public = index && origin.view.displayed(*index, add_weeks(origin.week_one, week - 1)).has_value();
      if (value && !is_public) scenario.conditions.push_back(pin(variables[i], week, *value));
    }
  }
  return scenario;
}

std::vector<Forecast> engine_forecasts(const Origin& origin, const KnownMarket& market,
                                       const std::vector<int>& horizons, std::uint64_t paths) {
  EBBTIDE_REQUIRE(!horizons.empty());
  const Scenario scenario = conditioned_scenario(origin, market, horizons.back());
  Findings findings;
  const Model model = build_model(origin.calibration, scenario, &origin.view, findings);
  if (findings.has_errors()) throw InputError(findings);
  const BlockSimulator simulator(model, origin.seed, paths);
  std::vector<Forecast> forecasts = empty_forecasts(simulator, horizons, fund_columns(origin.funds()).size(), paths);
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t h = 0; h < horizons.size(); ++h) read_group(group, horizons[h], forecasts[h]);
    });
  }
  return forecasts;
}

}  // namespace ebbtide
