// Every finding this layer can make: the one list behind the reporter, docs/findings.md and the corpus of bad files.
#pragma once

#include <span>
#include <string_view>

namespace ebbtide {

struct FindingCode {
  std::string_view code;
  std::string_view meaning;  // one line, for docs/findings.md
};

// Sorted by code.
std::span<const FindingCode> scenario_finding_codes();

}  // namespace ebbtide
