// What was asked and what was got, condition by condition, and the sentences that say it to people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluation/scenario_run.h"
#include "scenario/condition_kind.h"

namespace ebbtide {

// One condition of a scenario, or a value known at as_of, in the unit users write.
struct ConditionOutcome {
  std::string text;
  ConditionKind kind = ConditionKind::hard;
  Unit unit = Unit::percent;
  std::optional<double> asked, asked_sd, lower, upper;
  std::optional<Estimate> got_mean, got_sd;  // empty where the quantity is not simulated
  std::string meaning;                       // what the kind means, in one sentence
};

// Known values, then conditions on the market and on flows, in the scenario's order.
std::vector<ConditionOutcome> outcomes_of(const ScenarioResult& result);

// "p 0.21, q 5.3 on 4 conditions; farther out than 78 % of 463 past 8-week windows; most like the weeks to 2022-09-23,
// ..."
std::string plausibility_text(const Plausibility& plausibility);
// "conditions on later weeks move week 1 (bitcoin -0.8 %, 0.3 sd), week 2 (...)"; empty when no earlier week moves.
std::string earlier_moves_text(const std::vector<EarlierMove>& moves);

}  // namespace ebbtide
