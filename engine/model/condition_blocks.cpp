#include "model/condition_blocks.h"

#include <algorithm>

namespace ebbtide {
namespace {

int row_count(const std::vector<std::size_t>& rows) {
  return static_cast<int>(rows.size());
}

// Weights inside the block; earlier weeks are the values' business.
Matrix weights_of(const std::vector<LinearConstraint>& constraints, const std::vector<std::size_t>& chosen,
                  const ConditionBlock& block, int variables) {
  Matrix weights = Matrix::Zero(row_count(chosen), Eigen::Index{block.weeks} * variables);
  for (int i = 0; i < row_count(chosen); ++i) {
    for (const PathTerm& term : constraints[chosen[static_cast<std::size_t>(i)]].terms) {
      if (term.week < block.first_week) continue;
      weights(i, (term.week - block.first_week) * variables + term.variable) += term.weight;
    }
  }
  return weights;
}

// Which shocks may deliver each pin; empty when every one may.
Matrix delivery_of(const std::vector<LinearConstraint>& constraints, const ConditionBlock& block, int variables) {
  const bool restricted =
      std::any_of(block.pins.begin(), block.pins.end(), [&](std::size_t i) { return !constraints[i].drivers.empty(); });
  if (!restricted) return {};
  Matrix delivery = Matrix::Zero(row_count(block.pins), Eigen::Index{block.weeks} * variables);
  for (int i = 0; i < row_count(block.pins); ++i) {
    const std::vector<int>& drivers = constraints[block.pins[static_cast<std::size_t>(i)]].drivers;
    for (int week = 0; week < block.weeks; ++week) {
      for (int variable = 0; variable < variables; ++variable) {
        const bool may = drivers.empty() || std::find(drivers.begin(), drivers.end(), variable) != drivers.end();
        delivery(i, week * variables + variable) = may ? 1.0 : 0.0;
      }
    }
  }
  return delivery;
}

ConditionBlock make_block(const std::vector<LinearConstraint>& constraints, int first_week, int weeks, int variables) {
  ConditionBlock block;
  block.first_week = first_week;
  block.weeks = weeks;
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const int last = constraints[i].last_week();
    if (last < first_week || last >= first_week + weeks) continue;
    const ConditionKind kind = constraints[i].kind;
    (kind == ConditionKind::inequality ? block.bounds
     : kind == ConditionKind::evidence ? block.sightings
                                       : block.pins)
        .push_back(i);
  }
  block.rows.pins = weights_of(constraints, block.pins, block, variables);
  block.rows.delivery = delivery_of(constraints, block, variables);
  block.rows.sightings = weights_of(constraints, block.sightings, block, variables);
  block.rows.bounds = weights_of(constraints, block.bounds, block, variables);
  const int sightings = row_count(block.sightings);
  block.rows.noise = Matrix::Zero(sightings, sightings);
  for (int i = 0; i < sightings; ++i) {
    block.rows.noise(i, i) = constraints[block.sightings[static_cast<std::size_t>(i)]].sd;
  }
  return block;
}

}  // namespace

std::vector<ConditionBlock> condition_blocks(const std::vector<LinearConstraint>& constraints, int weeks, int variables,
                                             PathKnowledge knowledge) {
  if (knowledge == PathKnowledge::full) return {make_block(constraints, 0, weeks, variables)};
  std::vector<ConditionBlock> blocks;
  blocks.reserve(static_cast<std::size_t>(weeks));
  for (int week = 0; week < weeks; ++week) blocks.push_back(make_block(constraints, week, 1, variables));
  return blocks;
}

}  // namespace ebbtide
