// Log weights of paths by their likelihood under the conditions that no construction meets: the sightings and bounds of
// flows and AUM, beside what the simulation itself leaves (pinned flows, bounds of the market).
#pragma once

#include <vector>

#include "simulation/path_reading.h"

namespace ebbtide {

class PathLikelihood {
 public:
  // Keeps the model by reference.
  explicit PathLikelihood(const Model& model);

  // Whether any flow condition weighs.
  bool empty() const { return conditions_.empty(); }
  Lanes log_weights(const GroupPaths& group) const;

 private:
  struct WeighedCondition {
    const FlowCondition* condition;
    PathReading reading;
  };
  const Model& model_;
  std::vector<WeighedCondition> conditions_;
};

}  // namespace ebbtide
