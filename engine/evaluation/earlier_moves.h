// Which weeks a `full` path moves because of conditions on later ones.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace ebbtide {

// The market variable of a week that moves most.
struct EarlierMove {
  int week = 0;  // of the scenario, from 1; 0 is the last lead week
  std::string variable;
  Unit unit = Unit::percent;
  double move = 0.0;                 // of its mean, as displayed
  double standard_deviations = 0.0;  // the move over the variable's sd without conditions; positive
};

inline constexpr double kNoticedMove = 0.1;  // standard deviations

// Moves beyond kNoticedMove, by week: the mean at the posterior-mean parameters given every condition, less the one
// given known values and the conditions that begin by that week. Targets at their centre; bounds are left out, whose
// effect is not linear. Empty for a sequential path. Throws NumericalError.
std::vector<EarlierMove> earlier_moves(const Model& model);

}  // namespace ebbtide
