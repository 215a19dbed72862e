// Reads a universe folder (universe.yaml, flows.csv, aum.csv) and the market folder (market.yaml, factors.csv).
#pragma once

#include <optional>
#include <string>

#include "core/finding.h"
#include "history/history.h"

namespace ebbtide {

// Both folders, and that of the universe's sibling; every problem of all files goes to `findings`, and any error gives
// nullopt.
std::optional<History> load_history(const std::string& universe_folder, const std::string& market_folder,
                                    Findings& findings);
std::optional<Universe> load_universe(const std::string& file, Findings& findings);
std::optional<MarketSpec> load_market_spec(const std::string& file, Findings& findings);

// The paths of every file that load_history reads, for the manifest.
std::vector<std::string> history_files(const std::string& universe_folder, const std::string& market_folder);

}  // namespace ebbtide
