// Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change.
#pragma once

#include <string>

#include "core/finding.h"

namespace ebbtide {

// Hosts take no more results of one run.
inline constexpr std::size_t kMostSarifResults = 5'000;

// In the order of report, the first kMostSarifResults. Paths of files stand as they were given, so that a run at the
// root of a repository names them as the host does.
std::string sarif_text(const Findings& findings);

}  // namespace ebbtide
