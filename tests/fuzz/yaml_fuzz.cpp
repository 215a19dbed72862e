// Any bytes as a YAML file: a tree within its budgets with places inside the text, or findings.
#include <cstddef>
#include <cstdint>

#include "fuzz/property.h"
#include "text/yaml_tree.h"

namespace {

using ebbtide::YamlNode;

std::size_t check_node(const YamlNode& node, int depth, int line_count) {
  ebbtide::demand(depth <= 64, "at most 64 deep");
  ebbtide::demand(node.where.line >= 1 && node.where.line <= line_count, "a node's line is one of the file");
  ebbtide::demand(node.where.column >= 1, "a node's column counts from 1");
  std::size_t nodes = 1;
  for (const YamlNode& item : node.items) nodes += check_node(item, depth + 1, line_count);
  for (std::size_t i = 0; i < node.entries.size(); ++i) {
    nodes += check_node(node.entries[i].value, depth + 1, line_count);
    ebbtide::demand(node.find(node.entries[i].key) == &node.entries[i].value, "each key stands once");
  }
  return nodes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  ebbtide::Findings findings;
  const auto document = ebbtide::parse_yaml("f.yaml", text, findings);
  ebbtide::demand(document.has_value() != findings.has_errors(), "either a document or errors");
  ebbtide::demand_sound(findings, ebbtide::count_lines(text));
  if (document) {
    const int lines = static_cast<int>(document->lines.size());
    ebbtide::demand(check_node(document->root, 0, lines) <= 200'000, "at most 200,000 nodes");
  }
  return 0;
}
