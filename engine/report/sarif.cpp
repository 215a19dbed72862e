#include "report/sarif.h"

#include <algorithm>
#include <set>

#include "core/build_info.h"
#include "core/format.h"
#include "text/json.h"

namespace ebbtide {
namespace {

std::string message_of(const Finding& finding) {
  std::string text = finding.problem;
  if (!finding.expected.empty()) text += "; expected: " + finding.expected;
  if (!finding.suggestion.empty()) text += "; hint: " + finding.suggestion;
  return text;
}

Json location_of(const SourcePosition& where) {
  Json physical;
  physical["artifactLocation"]["uri"] = where.file;
  if (where.line > 0) {
    physical["region"]["startLine"] = where.line;
    if (where.column > 0) physical["region"]["startColumn"] = where.column;
  }
  Json location;
  location["physicalLocation"] = std::move(physical);
  return location;
}

}  // namespace

std::string sarif_text(const Findings& findings) {
  std::vector<Finding> sorted = findings.sorted();
  if (sorted.size() > kMostSarifResults) sorted.resize(kMostSarifResults);
  std::set<std::string> codes;
  Json results = Json::array();
  for (const Finding& finding : sorted) {
    codes.insert(finding.code);
    Json result;
    result["ruleId"] = finding.code;
    result["level"] = finding.severity == Severity::error ? "error" : "warning";
    result["message"]["text"] = message_of(finding);
    result["locations"] = Json::array();
    if (!finding.where.file.empty()) result["locations"].push_back(location_of(finding.where));
    results.push_back(std::move(result));
  }
  Json driver;
  driver["name"] = "ebbtide";
  driver["version"] = build_info().version;
  driver["rules"] = Json::array();
  for (const std::string& code : codes) driver["rules"].push_back(Json{{"id", code}});
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  Json sarif;
  sarif["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  sarif["version"] = "2.1.0";
  sarif["runs"] = Json::array({run});
  return json_text(sarif);
}

}  // namespace ebbtide
