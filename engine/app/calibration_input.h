// A calibration.json given on the command line.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/finding.h"
#include "history/market_spec.h"
#include "model/posterior.h"

namespace ebbtide {

// Throws InputError with every finding of the file.
std::shared_ptr<const Calibration> load_calibration(const std::string& file);
// The market that a calibration without a universe speaks of; empty for one with a universe.
std::optional<MarketSpec> market_without_universe(const Calibration& calibration);
// Findings where a scenario's universe, as_of or week 1 is not the calibration's.
void check_calibration(const Calibration& calibration, const std::string& file, const std::string& universe, Date as_of,
                       const SourcePosition& where, Findings& findings);

}  // namespace ebbtide
