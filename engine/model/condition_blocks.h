// The conditions of a model cut into the blocks of weeks that are drawn together: one block for `full`, one a week for
// `sequential`, where a row binds in its last week given what came before.
#pragma once

#include <vector>

#include "model/conditioner.h"
#include "model/market_conditions.h"

namespace ebbtide {

struct ConditionBlock {
  int first_week = 0;
  int weeks = 0;
  ConditionRows rows;  // sightings: own noises, one each
  // Indices of the rows' constraints.
  std::vector<std::size_t> pins, sightings, bounds;

  bool is_empty() const { return pins.empty() && sightings.empty() && bounds.empty(); }
};

std::vector<ConditionBlock> condition_blocks(const std::vector<LinearConstraint>& constraints, int weeks, int variables,
                                             PathKnowledge knowledge);

}  // namespace ebbtide
