// The keys that a calibration.json may have (docs/calibration-format.md).
#pragma once

#include "calibration/json_values.h"
#include "text/json.h"

namespace ebbtide {

// "unknown-key" for every other one, at its place; what stands below `moments` and the names of prices under
// `exposures` are free.
void check_calibration_keys(const Json& calibration, JsonValues& values);

}  // namespace ebbtide
