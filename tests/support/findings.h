// Findings as short lines, for comparing all of them at once.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"

namespace ebbtide {

// "2:3 duplicate-key" for every finding in order of report; "0:0 empty-file" for a file as a whole.
inline std::vector<std::string> short_findings(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings.sorted()) {
    result.push_back(std::to_string(finding.where.line) + ":" + std::to_string(finding.where.column) + " " +
                     finding.code);
  }
  return result;
}

}  // namespace ebbtide
