// What the sibling's weekly total says of this universe's, where it is public first: the nowcast.
//
//   sibling_t = c + d world_t + v_t, by least squares on the weeks from first_flow_week in which both are public.
// A sighting S of a week is evidence that world = (S - c) / d, with the standard deviation of v / d: the error belongs
// to what is seen given what is, so that Bayes may weigh it against what the model expects.
#pragma once

#include <optional>

#include "history/history.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct SiblingTotal {
  double constant = 0.0, slope = 1.0;  // c in musd, d
  double residual_sd = 0.0;            // of v, musd
  int weeks = 0;
  double total_musd(double sibling_musd) const { return (sibling_musd - constant) / slope; }
  double total_sd_musd() const { return residual_sd / slope; }
};

// Empty without a sibling, with fewer than 12 common weeks, or where the two do not move together.
std::optional<SiblingTotal> fit_sibling_total(const HistoryView& view);

// The sibling's figure for week 1 as evidence on the total flow; empty where it is not public, where the scenario says
// something of that flow itself, and where flows cannot be conditioned (path: sequential, price feedback).
std::optional<FlowCondition> sibling_evidence(const HistoryView& view, const Scenario& scenario);

}  // namespace ebbtide
