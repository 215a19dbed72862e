// Calibrations of the shipped universes as of Monday 2026-01-19, fitted once per program.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "calibration/calibrate.h"
#include "support/shipped_history.h"

namespace ebbtide::fixture {

inline Date reference_date() {
  return *parse_date("2026-01-19");
}

inline std::shared_ptr<const Calibration> shipped_calibration(const std::string& universe) {
  static std::map<std::string, std::shared_ptr<const Calibration>> fitted;
  std::shared_ptr<const Calibration>& calibration = fitted[universe];
  if (!calibration) {
    calibration = std::make_shared<const Calibration>(calibrate(shipped_history(universe).as_of(reference_date()), {}));
  }
  return calibration;
}

}  // namespace ebbtide::fixture
