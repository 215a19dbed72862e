// What AUM, flows and prices say of each other: figures in another unit, with the other sign, or missing.
#pragma once

#include <string>

#include "core/finding.h"
#include "history/history.h"

namespace ebbtide {

// Findings, all warnings: aum-jump, missing-aum, flow-beyond-aum, flows-against-aum.
Findings check_aum(const History& history, const std::string& universe_folder);

}  // namespace ebbtide
