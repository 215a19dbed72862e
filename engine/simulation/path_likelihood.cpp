#include "simulation/path_likelihood.h"

#include <algorithm>
#include <limits>

namespace ebbtide {
namespace {

double log_likelihood(const FlowCondition& condition, double value) {
  if (condition.kind == ConditionKind::inequality) {
    const bool inside =
        (!condition.at_least || value >= *condition.at_least) && (!condition.at_most || value <= *condition.at_most);
    return inside ? 0.0 : -std::numeric_limits<double>::infinity();
  }
  const double gap = (value - condition.value.value) / condition.sd;
  return -0.5 * gap * gap;
}

}  // namespace

PathLikelihood::PathLikelihood(const Model& model) : model_(model) {
  for (std::size_t i = 0; i < model.flow_conditions.size(); ++i) {
    const bool pinned = std::any_of(model.flow_pins.begin(), model.flow_pins.end(),
                                    [&](const FlowPin& pin) { return pin.condition == i; });
    if (pinned) continue;
    const FlowCondition& condition = model.flow_conditions[i];
    conditions_.push_back({&condition, reading_of(model, quantity_of(condition))});
  }
}

Lanes PathLikelihood::log_weights(const GroupPaths& group) const {
  Lanes total = group.log_weight, values;
  for (const WeighedCondition& each : conditions_) {
    each.reading.on(model_, group, values);
    for (std::size_t lane = 0; lane < kLanes; ++lane) total[lane] += log_likelihood(*each.condition, values[lane]);
  }
  return total;
}

}  // namespace ebbtide
