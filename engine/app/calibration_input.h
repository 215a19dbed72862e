// A calibration.json given on the command line.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/finding.h"
#include "history/history.h"
#include "model/posterior.h"
#include "scenario/scenario.h"

namespace ebbtide {

// Adds every finding of the file; null after an error.
std::shared_ptr<const Calibration> load_calibration(const std::string& file, Findings& findings);
// The market that a calibration without a universe speaks of; empty for one with a universe.
std::optional<MarketSpec> market_without_universe(const Calibration& calibration);
// "calibration-mismatch" where a scenario's universe or as_of, or with a history its week 1 or market variables,
// are not the calibration's.
void check_calibration(const Calibration& calibration, const std::string& file, const Scenario& scenario,
                       const History* history, Findings& findings);

}  // namespace ebbtide
