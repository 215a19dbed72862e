// What one pass over yaml-cpp's events gives: every node as it was written, aliases still being references. Private to
// engine/text; yaml_tree.cpp turns it into a tree.
#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "text/source_text.h"
#include "text/yaml_tree.h"

namespace ebbtide {

inline constexpr int kMaxYamlDepth = 64;

struct YamlGraphNode {
  YamlNode::Kind kind = YamlNode::Kind::null;
  std::string text;
  bool quoted = false;
  SourcePosition where;
  std::vector<int> children;                  // sequence: items; map: values
  std::vector<std::string> keys;              // map
  std::vector<SourcePosition> key_positions;  // map
};

// nodes[root] is the document; a child is an index into nodes. Children never contain themselves.
struct YamlGraph {
  std::vector<YamlGraphNode> nodes;
  int root = -1;  // -1: the file has no document
};

// Reads the source; what is wrong goes to findings.
YamlGraph read_yaml_graph(const SourceText& source, Findings& findings);

}  // namespace ebbtide
