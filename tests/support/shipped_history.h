// The shipped universes, loaded once per program.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "history/load.h"

namespace ebbtide::fixture {

inline const History& shipped_history(const std::string& universe) {
  static std::map<std::string, History> loaded;
  const auto found = loaded.find(universe);
  if (found != loaded.end()) return found->second;
  const std::string root = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";
  Findings findings;
  auto history = load_history(root + "/universes/" + universe, root + "/market", findings);
  if (!history) throw std::runtime_error(render(findings, false));
  return loaded.emplace(universe, std::move(*history)).first->second;
}

}  // namespace ebbtide::fixture
