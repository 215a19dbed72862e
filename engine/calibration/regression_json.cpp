#include "calibration/regression_json.h"

#include <cmath>
#include <limits>

#include "core/format.h"

namespace ebbtide {

Json number_or_infinity(double value) {
  return std::isinf(value) ? Json("infinity") : Json(value);
}

Json vector_json(const Vector& values) {
  Json result = Json::array();
  for (const double value : values) result.push_back(value);
  return result;
}

Json matrix_json(const Matrix& values) {
  Json result = Json::array();
  for (int row = 0; row < values.rows(); ++row) result.push_back(vector_json(values.row(row).transpose()));
  return result;
}

void add_posterior(const RegressionPosterior& posterior, Json& out) {
  out["unit_covariance"] = matrix_json(posterior.unit_covariance);
  out["residual_variance"] = posterior.residual_variance;
  out["residual_sd_mean"] = number_or_infinity(std::sqrt(posterior.mean_variance()));
  out["degrees_of_freedom"] = number_or_infinity(posterior.degrees_of_freedom);
  out["weeks"] = posterior.observations;
  if (posterior.first_week) out["first_week"] = date_text(*posterior.first_week);
  if (posterior.last_week) out["last_week"] = date_text(*posterior.last_week);
}

Json coefficient_json(const RegressionPosterior& posterior, int index) {
  Json out;
  out["name"] = posterior.regressors[static_cast<std::size_t>(index)];
  out["mean"] = posterior.mean(index);
  out["sd"] = number_or_infinity(posterior.coefficient_sd(index));
  return out;
}

Json regression_json(const RegressionPosterior& posterior) {
  Json out;
  out["coefficients"] = Json::array();
  for (int j = 0; j < posterior.mean.size(); ++j) out["coefficients"].push_back(coefficient_json(posterior, j));
  add_posterior(posterior, out);
  return out;
}

RegressionPosterior regression_from_json(const Json& json, const std::string& place, JsonValues& values) {
  RegressionPosterior posterior;
  const Json& coefficients = values.array(json, "coefficients", place);
  const int count = static_cast<int>(coefficients.size());
  posterior.mean = Vector::Zero(count);
  posterior.residual_variance = values.number(json, "residual_variance", place);
  posterior.degrees_of_freedom =
      values.number_or(json, "degrees_of_freedom", place, std::numeric_limits<double>::infinity());
  if (json.contains("weeks")) posterior.observations = values.whole(json, "weeks", place, 0, 1'000'000);
  if (json.contains("first_week")) posterior.first_week = values.date(json, "first_week", place);
  if (json.contains("last_week")) posterior.last_week = values.date(json, "last_week", place);
  const bool has_law = posterior.residual_variance >= 0.0 && posterior.degrees_of_freedom > 0.0;
  if (!has_law) {
    values.problem(place, "calibration-value", "negative variance or degrees of freedom",
                   "residual_variance >= 0, degrees_of_freedom > 0");
  }
  bool has_sd = false;
  posterior.unit_covariance = Matrix::Zero(count, count);
  for (int j = 0; j < count; ++j) {
    const Json& entry = coefficients[static_cast<std::size_t>(j)];
    const std::string at = format("{}/coefficients/{}", place, j);
    posterior.regressors.push_back(values.text(entry, "name", at));
    posterior.mean(j) = values.number(entry, "mean", at);
    const double sd = values.number_or(entry, "sd", at, 0.0);
    if (!(sd > 0.0) || !std::isfinite(sd)) continue;
    has_sd = true;
    if (std::isfinite(posterior.mean_variance())) {
      posterior.unit_covariance(j, j) = sd * sd / posterior.mean_variance();
    }
  }
  if (json.contains("unit_covariance")) {
    posterior.unit_covariance = values.covariance(json["unit_covariance"], place + "/unit_covariance", count, true);
  } else if (has_law && has_sd && !(posterior.mean_variance() > 0.0 && std::isfinite(posterior.mean_variance()))) {
    values.problem(place, "calibration-value",
                   "a standard deviation says nothing without a mean of the residual variance",
                   "residual_variance > 0 and degrees_of_freedom > 2, or unit_covariance");
  }
  return posterior;
}

}  // namespace ebbtide
