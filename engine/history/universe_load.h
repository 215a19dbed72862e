// universe.yaml, format ebbtide-universe/1 (docs/history-format.md).
#pragma once

#include <optional>
#include <string>

#include "core/finding.h"
#include "history/market_spec.h"
#include "history/universe.h"

namespace ebbtide {

// The universe is named after the folder of the file. With a market, price names are checked against its returns.
std::optional<Universe> read_universe(const std::string& file, const MarketSpec* market, Findings& findings);

// Where the universe `sibling` lies that the universe.yaml at `file` names.
std::string sibling_folder(const std::string& file, const std::string& sibling);

}  // namespace ebbtide
