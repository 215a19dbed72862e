// The histories that ship with the project, loaded for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/error.h"
#include "history/load.h"

namespace ebbtide::testing {

inline std::string shipped_market() {
  return std::string(EBBTIDE_SOURCE_DIR) + "/scenarios/market";
}

inline std::string shipped_universe(const std::string& name) {
  return std::string(EBBTIDE_SOURCE_DIR) + "/scenarios/universes/" + name;
}

// Throws with the rendered findings when the universe does not load.
inline History load_shipped(const std::string& name) {
  Findings findings;
  auto history = load_history(shipped_universe(name), shipped_market(), findings);
  if (!history) throw InputError(findings);
  return std::move(*history);
}

inline Date day(const char* text) {
  return parse_date(text).value();
}

}  // namespace ebbtide::testing
