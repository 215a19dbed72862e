// Scenario trees: merging, dotted paths into them, and the text of a value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "text/yaml_tree.h"

namespace ebbtide {

// The child's values over the parent's: maps merge key by key, everything else (a list, a value, an empty one)
// replaces. Keys keep the parent's order, new ones follow. Associative while a key that is a map in one file is a map
// in all; otherwise the order counts, and chains of files merge from the outermost parent down.
YamlNode merge(const YamlNode& parent, const YamlNode& child);

// Entries of maps whose value is empty are taken out, at every depth of maps. Lists stay as they are.
void drop_empty_entries(YamlNode& node);

// "conditions[0].change[1]": keys (which may hold spaces) and list positions counted from 0.
using PathStep = std::variant<std::string, std::size_t>;
using TreePath = std::vector<PathStep>;
std::optional<TreePath> parse_path(std::string_view text);
std::string path_text(const TreePath& path);

// How far a path leads into a tree: `node` is the value at the end, or nullptr; then `container` is the last value that
// was reached and `step` the number of the step that failed.
struct PathLookup {
  YamlNode* node = nullptr;
  YamlNode* container = nullptr;
  std::size_t step = 0;
};
PathLookup find_path(YamlNode& root, const TreePath& path);

// The value as one line of YAML: "+12 bp", "[+12 bp, ~]", "{ether: 1, bitcoin: -1}".
std::string node_text(const YamlNode& node);

// Gives every value in the tree this position.
void set_position(YamlNode& node, const SourcePosition& where);

}  // namespace ebbtide
