// A scenario file with everything it extends merged in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/documents.h"

namespace ebbtide {

struct ScenarioTree {
  YamlNode root;         // a map without `extends`
  bool complete = true;  // false: a file that it extends was reported, so that missing values say nothing
};

// Maps merge, lists and values replace, an empty value (~) takes an inherited one away. What describes one file alone
// is not inherited: name, title, why, source, judgment. nullopt when the file itself does not parse.
std::optional<ScenarioTree> resolve_extends(const std::string& file, Documents& documents, Findings& findings);

// "name.yaml" of every YAML file in the folder of `file`, sorted.
std::vector<std::string> yaml_files_beside(const std::string& file);

}  // namespace ebbtide
