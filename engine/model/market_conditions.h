// Conditions on the market as linear rows C Y on the stacked path, in model units.
//
// A user's condition in simple percent becomes log percent (cumulative: the sum of logs; average: their mean; a
// combination: the weighted sum of the variables' own logs); bp stay bp. A standard deviation in simple percent becomes
// log percent at the condition's value, sd / (1 + value / 100). Published values of weeks the path covers enter as
// `known`.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "history/history.h"
#include "model/posterior.h"
#include "scenario/scenario.h"

namespace ebbtide {

// One row of C. Market week 0 is the first after MarketPosterior::last_week.
struct PathTerm {
  int week = 0;
  int variable = 0;
  double weight = 0.0;
};

struct LinearConstraint {
  ConditionKind kind = ConditionKind::hard;
  std::string text;  // for people
  Unit unit = Unit::percent;
  double asked = 0.0;     // as displayed: simple percent or bp
  double asked_sd = 0.0;  // target and evidence, as displayed
  std::optional<double> asked_at_least = std::nullopt, asked_at_most = std::nullopt;  // inequality, as displayed
  std::vector<PathTerm> terms;
  double value = 0.0;                                       // f, model units
  SourcePosition where;                                     // the scenario file; empty for known values
  double sd = 0.0;                                          // target and evidence, model units
  double lower = -std::numeric_limits<double>::infinity();  // inequality, model units
  double upper = std::numeric_limits<double>::infinity();
  std::vector<int> drivers;  // variables whose shocks may deliver it; empty: every one

  bool is_pin() const {
    return kind == ConditionKind::known || kind == ConditionKind::hard || kind == ConditionKind::target;
  }
  int last_week() const;  // of its terms
};

// Index of a variable by name; -1 when there is none.
int variable_index(const std::vector<MarketVariable>& variables, const std::string& name);
// Terms of a variable as displayed (an asset's own price: net-of variables are added back).
std::vector<PathTerm> displayed_terms(const std::vector<MarketVariable>& variables, int variable, int week);

// Conditions of a scenario plus the values `view` already holds of the path's weeks (view may be null). lead_weeks:
// market weeks before week 1. Findings: redundant-condition, contradictory-condition.
std::vector<LinearConstraint> bind_market_conditions(const MarketPosterior& posterior, const Scenario& scenario,
                                                     const HistoryView* view, int lead_weeks, Findings& findings);

// Pins first, in their order, then the others. Removes rows that earlier pins imply; a row that contradicts them, or
// (unless known) repeats them, is a finding.
std::vector<LinearConstraint> independent_constraints(const std::vector<LinearConstraint>& constraints, int variables,
                                                      Findings& findings);

}  // namespace ebbtide
