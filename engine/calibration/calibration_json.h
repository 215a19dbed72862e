// calibration.json: the Calibration as a documented file (docs/calibration-format.md), written by `ebbtide calibrate`,
// read by `run --calibration`, or written by hand. Doubles round-trip, so a run from the file equals a run that fits
// anew.
#pragma once

#include <optional>
#include <string>

#include "core/finding.h"
#include "model/posterior.h"
#include "text/json.h"

namespace ebbtide {

Json calibration_json(const Calibration& calibration);

// Every problem is a finding that names the place as a JSON pointer ("/market/equations/2/coefficients"). A market may
// state `reduced` (constant, lags, covariance: full matrices) in place of `equations`; missing covariances of
// coefficients mean that they are known exactly, missing degrees of freedom that the residual variance is.
std::optional<Calibration> calibration_from_json(const Json& json, const std::string& file, Findings& findings);

}  // namespace ebbtide
