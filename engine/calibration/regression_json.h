// The posterior of one regression as it stands in a calibration file (docs/calibration-format.md).
#pragma once

#include <string>

#include "calibration/json_values.h"
#include "model/posterior.h"
#include "text/json.h"

namespace ebbtide {

Json number_or_infinity(double value);  // "infinity" for an infinite one
Json vector_json(const Vector& values);
Json matrix_json(const Matrix& values);  // by rows

Json coefficient_json(const RegressionPosterior& posterior, int index);
// Everything of the posterior but its coefficients.
void add_posterior(const RegressionPosterior& posterior, Json& out);
Json regression_json(const RegressionPosterior& posterior);

// `place`: of `json` in its file.
RegressionPosterior regression_from_json(const Json& json, const std::string& place, JsonValues& values);

}  // namespace ebbtide
