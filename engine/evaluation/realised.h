// What came: the published figures of weeks a scenario simulated, looked up after the simulation.
#pragma once

#include <memory>

#include "history/history.h"
#include "simulation/simulate.h"

namespace ebbtide {

// Flows as published. AUM as published; where cells are observed with complete flows, reconstructed between the
// published figures. Factors and returns from market levels. A cumulative flow is known when every week of it is.
class RealisedHistory {
 public:
  explicit RealisedHistory(const History& history);
  RealisedLookup lookup(Date week_one) const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

}  // namespace ebbtide
