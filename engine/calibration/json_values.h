// Typed values of a JSON file. A problem is a finding that names its place as a JSON pointer, and gives a harmless
// value, so that one reading reports everything.
#pragma once

#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/finding.h"
#include "math/linalg.h"
#include "text/json.h"

namespace ebbtide {

class JsonValues {
 public:
  // findings stay valid while values are read.
  JsonValues(std::string file, Findings& findings) : file_(std::move(file)), findings_(findings) {}

  bool failed() const { return failed_; }
  void problem(const std::string& place, std::string code, std::string what, std::string expected,
               std::string suggestion = "");

  // A member of `parent`, which stands at `place`; missing or of another kind: "calibration-value".
  const Json* object(const Json& parent, const std::string& key, const std::string& place);
  const Json& array(const Json& parent, const std::string& key, const std::string& place);
  std::string text(const Json& parent, const std::string& key, const std::string& place);
  // One of `choices`; the first after a problem.
  std::string word(const Json& parent, const std::string& key, const std::string& place,
                   const std::vector<std::string>& choices);
  Date date(const Json& parent, const std::string& key, const std::string& place);
  Date friday(const Json& parent, const std::string& key, const std::string& place);
  double number(const Json& parent, const std::string& key, const std::string& place);
  // A whole number from `least` to `most`; `least` after a problem.
  int whole(const Json& parent, const std::string& key, const std::string& place, int least, int most);
  // "infinity" counts as a number here.
  double number_or(const Json& parent, const std::string& key, const std::string& place, double otherwise);
  double not_negative_or(const Json& parent, const std::string& key, const std::string& place, double otherwise);

  // The value itself stands at `place`. A wrong number of entries is "calibration-shape" and gives zeros.
  double number(const Json& value, const std::string& place);
  double number_or_infinity(const Json& value, const std::string& place);
  Vector vector(const Json& list, const std::string& place, int size);
  Matrix matrix(const Json& list, const std::string& place, int rows, int columns);
  // Symmetric, and positive definite (semidefinite where it may be zero), else "calibration-covariance".
  Matrix covariance(const Json& list, const std::string& place, int size, bool may_be_zero);

 private:
  const Json* member(const Json& parent, const std::string& key, const std::string& place, const char* kind);

  std::string file_;
  Findings& findings_;
  const Json empty_ = Json::array();
  bool failed_ = false;
};

}  // namespace ebbtide
