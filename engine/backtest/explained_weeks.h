// Which past weeks can be explained (explanation.h), and from which day.
#pragma once

#include <optional>

#include "calibration/settings.h"
#include "history/history.h"

namespace ebbtide {

// The day a week is explained from: the last Monday before the week's end on which the week before it was the last one
// published, else the first later day on which it was and the week itself was not. Empty where there is none: the week
// was never published, or comes after one that was not.
std::optional<Date> explained_from(const History& history, Date week_end);

// Whether the week can be explained, but for too little history; else a finding at `where` that names a week that can.
bool check_explained_week(const History& history, Date week_end, const SourcePosition& where, Findings& findings);

// The first week that passes check_explained_week and that enough history comes before.
std::optional<Date> first_calibrated_week(const History& history, const CalibrationSettings& settings);

}  // namespace ebbtide
