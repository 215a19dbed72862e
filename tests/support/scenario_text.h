// Scenarios written in a test: the run keys are given, the test adds the rest.
#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/scenarios.h"
#include "support/temporary_folder.h"

namespace ebbtide::testing {

inline constexpr const char* kRunKeys =
    "schema: ebbtide-scenario/1\nuniverse: global-etp\nas_of: 2026-01-19\nhorizon: 8 weeks\n";

// The scenarios of a file of the run keys and `body`.
inline std::vector<LoadedScenario> load_text(const std::string& body, Findings& findings,
                                             const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("text.yaml")) << kRunKeys << body;
  LoadOptions options = shipped_options();
  options.overrides = overrides;
  return load_shipped_scenarios({folder.file("text.yaml")}, findings, options);
}

// The one scenario of a text without findings.
inline Scenario good_scenario(const std::string& body,
                              const std::vector<std::pair<std::string, std::string>>& overrides = {}) {
  Findings findings;
  const auto loaded = load_text(body, findings, overrides);
  if (loaded.size() != 1 || !findings.empty()) throw std::runtime_error(render(findings, false));
  return loaded.front().scenario;
}

// "code: problem" of every finding.
inline std::vector<std::string> problems_of(const std::string& body) {
  Findings findings;
  load_text(body, findings);
  std::vector<std::string> problems;
  for (const Finding& finding : findings.sorted()) problems.push_back(finding.code + ": " + finding.problem);
  return problems;
}

}  // namespace ebbtide::testing
