// Pinned flows of one theta group: the residual that delivers a pin, and what the path weighs for it.
//
// A pin forces a flow to its value. The path was proposed with the residual that the linearised flow equations need for
// it (model/flow_rows.h); with the residual that the true equations need, the log weight grows by
//   log[phi(true) / sd_true] - log[phi(proposed) / sd_proposed],
// standard deviations in the pin's unit, so that a pin in USD counts its Jacobian.
#pragma once

#include <vector>

#include "simulation/lanes.h"

namespace ebbtide {

struct FundPin {
  std::size_t week = 0;
  int member = -1;  // -1: the total
  bool percent = false;
  Lanes value{};     // % of opening AUM, or million USD
  Lanes proposed{};  // residual of the proposal, standardised
  double proposed_sd = 1.0;
};

// By week, the total before members, as FlowPin.
using FundPins = std::vector<FundPin>;

// The weight of one pin on one lane.
double pin_log_weight(double true_residual, double true_sd, double proposed_residual, double proposed_sd);

struct PinnedMember {
  std::size_t member = 0;  // place in the dimension
  double value = 0.0;      // USD
  // Filled in: residual and its standard deviation in USD.
  double residual = 0.0;
  double sd = 0.0;
};
// Of one dimension on one lane: mean and variance are the members' own, in USD, before they are made to add up to the
// total. In order; each pin is judged given the total and the pins before it.
void judge_member_pins(double total, const std::vector<double>& mean, const std::vector<double>& variance,
                       std::vector<PinnedMember>& pins);

}  // namespace ebbtide
