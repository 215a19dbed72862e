#include "calibration/json_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/format.h"

namespace ebbtide {

void JsonValues::problem(const std::string& place, std::string code, std::string what, std::string expected,
                         std::string suggestion) {
  failed_ = true;
  Finding finding;
  finding.code = std::move(code);
  finding.where.file = file_;
  finding.problem = format("{}: {}", place, what);
  finding.expected = std::move(expected);
  finding.suggestion = std::move(suggestion);
  findings_.add(std::move(finding));
}

const Json* JsonValues::member(const Json& parent, const std::string& key, const std::string& place, const char* kind) {
  if (parent.is_object() && parent.contains(key)) return &parent[key];
  problem(place + "/" + key, "calibration-value", "missing", kind);
  return nullptr;
}

const Json* JsonValues::object(const Json& parent, const std::string& key, const std::string& place) {
  const Json* value = member(parent, key, place, "an object");
  if (value != nullptr && value->is_object()) return value;
  if (value != nullptr) problem(place + "/" + key, "calibration-value", "not an object", "an object");
  return nullptr;
}

const Json& JsonValues::array(const Json& parent, const std::string& key, const std::string& place) {
  const Json* value = member(parent, key, place, "a list");
  if (value != nullptr && value->is_array()) return *value;
  if (value != nullptr) problem(place + "/" + key, "calibration-value", "not a list", "a list");
  return empty_;
}

std::string JsonValues::text(const Json& parent, const std::string& key, const std::string& place) {
  const Json* value = member(parent, key, place, "a text");
  if (value != nullptr && value->is_string()) return value->get<std::string>();
  if (value != nullptr) problem(place + "/" + key, "calibration-value", "not a text", "a text");
  return "";
}

std::string JsonValues::word(const Json& parent, const std::string& key, const std::string& place,
                             const std::vector<std::string>& choices) {
  const Json* value = member(parent, key, place, "a text");
  if (value == nullptr) return choices.front();
  std::string found = value->is_string() ? value->get<std::string>() : "";
  if (std::find(choices.begin(), choices.end(), found) != choices.end()) return found;
  std::string expected;
  for (const std::string& choice : choices) expected += (expected.empty() ? "one of: " : ", ") + choice;
  problem(place + "/" + key, "calibration-value",
          value->is_string() ? format("unknown value '{}'", found) : "not a text", std::move(expected),
          did_you_mean(found, choices));
  return choices.front();
}

Date JsonValues::date(const Json& parent, const std::string& key, const std::string& place) {
  const Json* value = member(parent, key, place, "a date such as 2026-01-19");
  if (value == nullptr) return Date{};
  const auto result = value->is_string() ? parse_date(value->get<std::string>()) : std::nullopt;
  if (result) return *result;
  problem(place + "/" + key, "calibration-value", "not a date", "a date such as 2026-01-19");
  return Date{};
}

Date JsonValues::friday(const Json& parent, const std::string& key, const std::string& place) {
  const Date result = date(parent, key, place);
  if (result != Date{} && !is_friday(result)) {
    problem(place + "/" + key, "calibration-value", format("{} is a {}", date_text(result), weekday_text(result)),
            format("a Friday: {}", date_text(week_end_of(result))));
  }
  return result;
}

double JsonValues::number(const Json& parent, const std::string& key, const std::string& place) {
  const Json* value = member(parent, key, place, "a number");
  return value == nullptr ? 1.0 : number(*value, place + "/" + key);
}

int JsonValues::whole(const Json& parent, const std::string& key, const std::string& place, int least, int most) {
  const Json* value = member(parent, key, place, "a whole number");
  if (value == nullptr) return least;
  const double found = value->is_number() ? value->get<double>() : std::numeric_limits<double>::quiet_NaN();
  if (found >= least && found <= most && found == std::floor(found)) return static_cast<int>(found);
  problem(place + "/" + key, "calibration-value", "not a whole number in its range", format("{} to {}", least, most));
  return least;
}

double JsonValues::number_or(const Json& parent, const std::string& key, const std::string& place, double otherwise) {
  if (!parent.is_object() || !parent.contains(key)) return otherwise;
  return number_or_infinity(parent[key], place + "/" + key);
}

double JsonValues::not_negative_or(const Json& parent, const std::string& key, const std::string& place,
                                   double otherwise) {
  if (!parent.is_object() || !parent.contains(key)) return otherwise;
  const double value = number(parent[key], place + "/" + key);
  if (value >= 0.0) return value;
  problem(place + "/" + key, "calibration-value", "negative", "zero or more");
  return otherwise;
}

double JsonValues::number(const Json& value, const std::string& place) {
  if (value.is_number()) return value.get<double>();
  problem(place, "calibration-value", "not a number", "a number");
  return 1.0;
}

double JsonValues::number_or_infinity(const Json& value, const std::string& place) {
  if (value.is_string() && value.get<std::string>() == "infinity") return std::numeric_limits<double>::infinity();
  return number(value, place);
}

Vector JsonValues::vector(const Json& list, const std::string& place, int size) {
  Vector result = Vector::Zero(size);
  if (!list.is_array() || static_cast<int>(list.size()) != size) {
    problem(place, "calibration-shape", "wrong number of entries", format("a list of {} numbers", size));
    return result;
  }
  for (int i = 0; i < size; ++i) result(i) = number(list[static_cast<std::size_t>(i)], format("{}/{}", place, i));
  return result;
}

Matrix JsonValues::matrix(const Json& list, const std::string& place, int rows, int columns) {
  Matrix result = Matrix::Zero(rows, columns);
  if (!list.is_array() || static_cast<int>(list.size()) != rows) {
    problem(place, "calibration-shape", "wrong number of rows", format("{} rows of {} numbers", rows, columns));
    return result;
  }
  for (int i = 0; i < rows; ++i) {
    result.row(i) = vector(list[static_cast<std::size_t>(i)], format("{}/{}", place, i), columns).transpose();
  }
  return result;
}

Matrix JsonValues::covariance(const Json& list, const std::string& place, int size, bool may_be_zero) {
  const bool failed_before = failed_;
  failed_ = false;
  Matrix result = matrix(list, place, size, size);
  const bool readable = !failed_;
  failed_ = failed_ || failed_before;
  if (!readable || size == 0) return result;
  const bool symmetric = (result - result.transpose()).cwiseAbs().maxCoeff() <= 1e-9 * result.cwiseAbs().maxCoeff();
  const Eigen::LDLT<Matrix> factor(result);
  const double least = factor.vectorD().minCoeff();
  const double most = factor.vectorD().maxCoeff();
  if (!symmetric || (may_be_zero ? least < -1e-9 * std::max(most, 1e-300) : least <= 0.0)) {
    problem(place, "calibration-covariance", "not a covariance", "a symmetric, positive definite matrix");
  }
  return result;
}

}  // namespace ebbtide
