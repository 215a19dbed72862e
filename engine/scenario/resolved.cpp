#include "scenario/resolved.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/format.h"
#include "scenario/keys.h"
#include "scenario/tree.h"

namespace ebbtide {
namespace {

void add_values(const YamlNode& node, const std::string& path, std::vector<ResolvedValue>& values) {
  // A list of single values reads better in one piece: "[+12 bp, ~]".
  const bool flat = std::none_of(node.items.begin(), node.items.end(),
                                 [](const YamlNode& item) { return item.is_map() || item.is_sequence(); });
  if (node.is_map()) {
    for (const YamlEntry& entry : node.entries)
      add_values(entry.value, path + (path.empty() ? "" : ".") + entry.key, values);
  } else if (node.is_sequence() && !flat) {
    for (std::size_t i = 0; i < node.items.size(); ++i) add_values(node.items[i], format("{}[{}]", path, i), values);
  } else {
    values.push_back({.path = path, .value = node_text(node), .origin = origin_text(node.where)});
  }
}

}  // namespace

std::vector<ResolvedValue> resolved_values(const YamlNode& root, const Scenario& scenario) {
  std::vector<ResolvedValue> values;
  add_values(root, "", values);
  const std::pair<const char*, std::string> defaults[] = {
      {"name", scenario.name},
      {"title", scenario.title},
      {"paths", format("{}", scenario.paths)},
      {"seed", format("{}", scenario.seed)},
      {"depth", choice_values(Section::scenario, "depth")[static_cast<std::size_t>(scenario.depth)]},
      {"path", scenario.path == PathKnowledge::full ? "full" : "sequential"}};
  for (const auto& [key, value] : defaults) {
    if (root.find(key) == nullptr) values.push_back({.path = key, .value = value, .origin = "default"});
  }
  return values;
}

std::string origin_text(const SourcePosition& where) {
  if (where.line == 0) return where.file;
  return format("{}:{}:{}", where.file, where.line, where.column);
}

}  // namespace ebbtide
