// A forecast as draws, by the engine or by a rival: the one form in which all of them are scored.
#pragma once

#include <cstdint>
#include <vector>

#include "backtest/origin.h"

namespace ebbtide {

// Density of the total's flow added up from week 1: Student t laws of equal weight, infinite degrees of freedom being
// the normal. By law, in million USD.
struct FlowDensity {
  std::vector<double> locations;
  std::vector<double> scales;
  std::vector<double> degrees_of_freedom;

  void add(double location, double scale, double degrees) {
    locations.push_back(location);
    scales.push_back(scale);
    degrees_of_freedom.push_back(degrees);
  }
};

// Draws of the horizon's last week. Draw i of the flow, of earlier weeks, of AUM and of every member belong together,
// where a model forecasts several of them; what it does not forecast is empty.
struct Forecast {
  std::size_t group_size = 1;                          // consecutive draws that share parameters
  std::vector<double> flow_musd;                       // total, added up from week 1
  std::vector<std::vector<double>> earlier_flow_musd;  // the same up to each week before the last, by week
  std::vector<double> aum_musd;                        // total, closing
  std::vector<std::vector<double>> member_flow_musd;   // as flow_musd, by column of model/cube.h
  FlowDensity flow_density = {};                       // of one week ahead alone, by models that have one
};

struct ForecastTask {
  const Origin& origin;
  const KnownMarket& market;  // at least `weeks` weeks; what lies beyond is not read
  int weeks = 1;
  std::uint64_t draws = 0;
  const Forecast* engine = nullptr;  // the engine's own of the same track and weeks
};

}  // namespace ebbtide
