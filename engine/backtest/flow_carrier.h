// Weekly flows in % of opening AUM, carried forward to a cumulative flow in USD: what rivals with a weekly equation
// share.
#pragma once

#include <algorithm>
#include <vector>

#include "backtest/forecast.h"

namespace ebbtide {

// The total's simple return in % by horizon week if it kept the assets it holds at the origin; empty where a price it
// needs is not known.
std::vector<double> held_returns(const ForecastTask& task);

// next(first, week) gives the flow of a path's week in % of its opening AUM; `first` tells that a path begins. AUM
// moves by flows and by held_returns(); where prices are not known it moves by flows alone, and is then no forecast.
template <typename Next>
Forecast carry_flows(const ForecastTask& task, Next next) {
  const std::vector<double> returns = held_returns(task);
  Forecast forecast;
  forecast.flow_musd.reserve(task.draws);
  forecast.earlier_flow_musd.resize(static_cast<std::size_t>(task.weeks) - 1);
  for (std::uint64_t i = 0; i < task.draws; ++i) {
    double aum = task.origin.opening_aum_musd(), sum = 0.0;
    for (std::size_t week = 0; week < static_cast<std::size_t>(task.weeks); ++week) {
      const double effect = returns.empty() ? 0.0 : 0.01 * aum * returns[week];
      const double flow = std::max(0.01 * aum * next(week == 0, week), -(aum + effect));
      aum += effect + flow;
      sum += flow;
      if (week < forecast.earlier_flow_musd.size()) forecast.earlier_flow_musd[week].push_back(sum);
    }
    forecast.flow_musd.push_back(sum);
    if (!returns.empty()) forecast.aum_musd.push_back(aum);
  }
  return forecast;
}

}  // namespace ebbtide
