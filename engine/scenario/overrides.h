// Values from the command line: --set path=value.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/documents.h"

namespace ebbtide {

using Overrides = std::vector<std::pair<std::string, std::string>>;

// Sets each path of the tree to its value, written as YAML; ~ takes a key away. A path names a value that is there, or
// a key that the mapping there may have; others are reported. `file` is the scenario's, for reports.
void apply_overrides(YamlNode& root, const Overrides& overrides, const std::string& file, Reporter& reporter);

// Those that every scenario has and a baseline must share: universe, as_of, horizon, paths, seed.
Overrides run_overrides(const Overrides& overrides);

}  // namespace ebbtide
