// The `events` of a scenario, and the `thresholds` on their probabilities.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/context.h"
#include "scenario/scenario.h"

namespace ebbtide {

// One event; its name is left empty.
std::optional<Event> parse_event(const YamlNode& map, const ParseContext& context);
// By name, in the order of the file.
std::vector<Event> parse_events(const YamlNode& map, const ParseContext& context);

// Reports a name that is none of `event_names`.
bool is_known_event(const YamlNode& name, const std::vector<std::string>& event_names, Reporter& reporter);

// `event_names` are all names under `events`, the events that were found wrong among them.
std::vector<Threshold> parse_thresholds(const YamlNode& list, const std::vector<std::string>& event_names,
                                        const ParseContext& context);

}  // namespace ebbtide
