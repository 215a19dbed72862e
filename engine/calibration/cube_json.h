// Cells as they stand in a calibration file (docs/calibration-format.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "calibration/json_values.h"
#include "model/posterior.h"
#include "text/json.h"

namespace ebbtide {

std::string_view aum_status_text(AumStatus status);  // "seen", "inferred", "none"
AumStatus aum_status_from_json(const Json& json, const std::string& place, JsonValues& values);

Json cube_json(const CubePosterior& cube);
// members: those the cells must belong to and add up to; every one has a cell.
CubePosterior cube_from_json(const Json& json, const std::vector<MemberPosterior>& members, JsonValues& values);

}  // namespace ebbtide
