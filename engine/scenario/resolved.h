// Every value in force and where it came from, for `describe`.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.h"
#include "text/yaml_tree.h"

namespace ebbtide {

// Values of the tree in its order, then the defaults that `scenario` holds for keys the tree leaves out.
std::vector<ResolvedValue> resolved_values(const YamlNode& root, const Scenario& scenario);

// "baseline.yaml:7:10", "--set".
std::string origin_text(const SourcePosition& where);

}  // namespace ebbtide
