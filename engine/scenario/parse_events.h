// The `events` of a scenario, and the `thresholds` on their probabilities.
#pragma once

#include <string>
#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

std::vector<Event> parse_events(const YamlNode& map, const ParseContext& context);

// `event_names` are all names under `events`, the events that were found wrong among them.
std::vector<Threshold> parse_thresholds(const YamlNode& list, const std::vector<std::string>& event_names,
                                        const ParseContext& context);

}  // namespace ebbtide
