// How the mean of the stacked market path and of the flow noises moves with the value of every condition, at one draw
// of the parameters: the joint gain of all rows, so that each row's part does not depend on an order.
#pragma once

#include <vector>

#include "model/condition_blocks.h"
#include "model/market_theta.h"

namespace ebbtide {

// Sightings of the path through flows: value = weights Y + noise n.
struct FlowSystem {
  Matrix weights;  // sightings x path
  Matrix noise;    // sightings x noises; its columns count the noises also without rows
  Vector value;
};

// Inputs are the path (the variable fastest), then the noises.
struct ConditionResponse {
  Vector mean;  // of the inputs given every row
  // inputs x rows: the mean's move per unit of a row's value; constraints in their order (zero for inequalities, which
  // are not linear), then flow sightings.
  Matrix gain;
};

// Under `sequential` block by block, a row moving what follows it. The mixing variable stands at its mean given the
// pins. Throws NumericalError.
ConditionResponse condition_response(const MarketPosterior& posterior, const MarketTheta& theta, int weeks,
                                     const std::vector<LinearConstraint>& constraints, PathKnowledge knowledge,
                                     const FlowSystem& flows);

}  // namespace ebbtide
