// What the sibling's figures of a week say of this universe's, where they are public first: the nowcast.
//
// For the total and for every named member that both universes have, by least squares on the weeks from first_flow_week
// in which both are public:
//   sibling_t = c + d own_t + v_t
// A sighting S of a week is evidence that own = (S - c) / d, with the standard deviation of v / d: the error belongs to
// what is seen given what is, so that Bayes may weigh it against what the model expects. The same flows stand behind
// the sightings of the total and of its members, so each member's error carries its correlation with the total's,
// measured on the weeks in which both are known; beyond that errors are taken as independent.
//
// A member without enough common weeks is seen by its AUM alone where the sibling's funds hold nearly all of what is
// declared for it: then c = 0, d = 1, and of the error of all the sibling's funds (that of the one member, a region
// say, to which they all belong, else of the total) the part in common with the total's goes by the member's share s of
// the sibling's AUM: standard deviation times sqrt(s), correlation times sqrt(s).
#pragma once

#include <optional>
#include <vector>

#include "history/history.h"
#include "scenario/scenario.h"

namespace ebbtide {

struct SiblingFit {
  SeriesKey key;
  double constant = 0.0, slope = 1.0;  // c in musd, d
  double residual_sd = 0.0;            // of v, musd
  double with_total = 0.0;             // correlation of v with the total's; 0 for the total
  int weeks = 0;                       // in which both are public
  double own_musd(double sibling_musd) const { return (sibling_musd - constant) / slope; }
  double own_sd_musd() const { return residual_sd / slope; }
};

// Empty without a sibling, with fewer than 12 common weeks, or where the two do not move together.
std::optional<SiblingFit> fit_sibling(const HistoryView& view, const SeriesKey& key);

// The sibling's figures for week 1 as evidence on the flows of the total and of members, the total first; empty where
// its total is not public, where the scenario says something of the total's flow itself, and where flows cannot be
// conditioned (path: sequential, price feedback). What the scenario says of a member's flow goes before its sighting.
std::vector<FlowCondition> sibling_evidence(const HistoryView& view, const Scenario& scenario);

}  // namespace ebbtide
