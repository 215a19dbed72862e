// What a fuzz program demands of its subject; a broken demand ends it, so that libFuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "core/finding.h"
#include "core/utf8.h"

namespace ebbtide {

inline void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

// Findings point into the text, and their report can go to a terminal.
inline void demand_sound(const Findings& findings, std::size_t line_count) {
  for (const Finding& finding : findings.sorted()) {
    demand(!finding.code.empty() && !finding.problem.empty(), "a finding has a code and says what is wrong");
    // One line beyond the last is where something is missing.
    demand(finding.where.line >= 0 && finding.where.line <= static_cast<int>(line_count) + 1, "a line of the file");
    demand(finding.where.column >= 0, "a column of the line");
  }
  const std::string report = render(findings, false);
  demand(first_invalid_utf8(report) == std::string::npos, "a report is UTF-8");
  demand(report.find('\x1b') == std::string::npos, "a report has no escape sequences of the input");
}

inline std::size_t count_lines(const std::string& text) {
  std::size_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines;
}

}  // namespace ebbtide
