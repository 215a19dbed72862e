// Draws market paths of theta groups under a model's conditions.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "model/condition_blocks.h"
#include "model/model.h"
#include "random/quantile_table.h"
#include "simulation/common_draws.h"
#include "simulation/condition_kernel.h"
#include "simulation/lanes.h"

namespace ebbtide {

// Sightings of the market through flows, for one group: rows of the whole path, values, and noises that other parts of
// the simulation own. Noises are drawn by the caller and come back moved.
struct FlowSightings {
  Matrix weights;             // sightings x (weeks * variables)
  Vector values;              // per sighting
  Matrix noise;               // sightings x noises
  std::vector<Lanes> noises;  // standard normal
};

class MarketSimulator {
 public:
  // Of the scenario's own; shocks are common_draws.h's.
  struct Noise {
    std::map<int, std::vector<float>> mixing;  // by number of pins
    std::vector<float> soft;                   // constraint * kNoiseStride + lane
  };

  // Keeps the model by reference.
  MarketSimulator(const Model& model, std::uint64_t seed);

  void draw_noise(std::uint64_t first_path, Noise& noise) const;
  // Paths of the group whose shocks these are and whose own noise begins at `offset`; flow may be null.
  // log_weight is added to. Throws NumericalError.
  void simulate(const MarketTheta& theta, const float* shocks, const Noise& noise, std::size_t offset,
                FlowSightings* flow, LaneGrid& paths, Lanes& log_weight) const;

  // The law of rows (each of the whole path, the variable fastest) given the pins at their values: around the central
  // path with covariance lambda x covariance, lambda ~ IG(shape, rate). An infinite shape: lambda is 1.
  struct RowLaw {
    Matrix covariance;
    double shape = std::numeric_limits<double>::infinity();
    double rate = 1.0;
  };
  RowLaw row_law(const MarketTheta& theta, const Matrix& rows) const;

  // The mean path of a parameter draw moved onto the pins at their values: market week x variable.
  Matrix central_path(const MarketTheta& theta) const;

 private:
  // Of the first block: its rows, and the pins' gaps from the mean path.
  Vector pin_gaps(const Matrix& mean) const;
  void simulate_block(const ConditionBlock& block, const MarketTheta& theta, const float* shocks, const Noise& noise,
                      std::size_t offset, FlowSightings* flow, LaneGrid& paths, Lanes& log_weight) const;
  ConditionValues values_of(const ConditionBlock& block, const Noise& noise, std::size_t offset,
                            const LaneGrid& paths) const;
  ConditionMeans means_of(const ConditionBlock& block, const ConditionRows& rows, const MarketTheta& theta,
                          LaneGrid& paths) const;

  const Model& model_;
  std::uint64_t seed_;
  std::vector<ConditionBlock> blocks_;
  Matrix volatility_;
  QuantileTable normal_;
  std::vector<float> still_;             // shocks of zero
  std::map<int, QuantileTable> mixing_;  // by number of pins; empty at an infinite tail index
  bool has_soft_ = false;                // a condition needs draws of its own
};

}  // namespace ebbtide
