// What may be chosen about calibration. Defaults are the shipped model; docs/methods.md and docs/decisions say why.
#pragma once

#include "calibration/volatility.h"
#include "model/posterior.h"

namespace ebbtide {

struct CalibrationSettings {
  FlowModel flow_model = FlowModel::regression;
  int lag_order = 1;  // own lags of each market equation
  VolatilitySettings volatility;
  // Of a week's row in a member's equation, a week; where all weeks are known.
  double member_discount = 0.92;
  double volatility_persistence = 1.0;  // over the horizon; 1 holds the filtered scale
  int imputation_draws = 1000;          // kept draws of data augmentation where weeks are missing
  int imputation_burn_in = 100;
};

}  // namespace ebbtide
