// Reverse stress: the most plausible path of market variables under which an event has a given probability
// (docs/methods.md, Reverse stress).
//
// Of all paths of the variables, the one that moves the event's quantity most per unit of distance q lies along the
// difference of means between the paths where the event happens and all paths: Omega a for a linear quantity a'Y
// (Breuer, Jandacka, Rheinberger and Summer 2009). The path mean + step x difference is pinned, and the step found at
// which the event has the probability asked.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "evaluation/scenario_run.h"

namespace ebbtide {

struct ReverseRequest {
  Event event;
  double probability = 0.5;            // 0 to 1, ends excluded
  std::vector<std::string> variables;  // that may carry it; names of market.yaml
};

// The fewest simulated paths with the event that give a direction.
inline constexpr std::uint64_t kFewestHits = 50;

struct ReverseStress {
  std::vector<MarketCondition> conditions;  // hard, one per variable and week up to the event's last, rounded
  double step = 0.0;                        // 0: the mean path
  Estimate without;                         // probability under the scenario as it is
  Estimate with;                            // under the conditions, with another seed
  PreparedScenario stressed;                // the scenario with the conditions in place of its own
};

// Throws InputError where the event happens on fewer than kFewestHits paths ("unreachable-event"), or no step gives the
// probability ("unreachable-probability").
ReverseStress reverse_stress(const PreparedScenario& base, const ReverseRequest& request, const HistoryView* view,
                             const Executor& executor, const std::atomic<bool>* stop);

// Variables that may carry an event unless told otherwise: all but those that only follow another.
std::vector<std::string> default_carriers(const MarketPosterior& market);

}  // namespace ebbtide
