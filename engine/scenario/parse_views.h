// The `views` of a scenario: what its author holds about probabilities, means, quantiles and shortfalls.
#pragma once

#include <string>
#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// `events` are the good ones, `event_names` all names under `events`. A view on an alias of opposite sign is turned
// into one on the variable; views that repeat or exclude each other on one statistic are found here.
std::vector<View> parse_views(const YamlNode& list, const std::vector<Event>& events,
                              const std::vector<std::string>& event_names, const ParseContext& context);

}  // namespace ebbtide
