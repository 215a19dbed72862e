// YAML files as a located tree: every key and value knows its line and column.
//
// Built on yaml-cpp's event interface. What YAML permits and people regret is a finding with its position: duplicate
// keys, a second document, anchors that contain themselves, merge keys (<<), keys that are no text, tags, tabs before
// the text of a line, control characters, nesting beyond 64, lines beyond 16,384 bytes, more than 1 MiB of text, more
// than 200,000 nodes or 16 MiB after aliases are expanded. Numbers are not interpreted here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace ebbtide {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;                // scalar
  bool quoted = false;             // scalar was quoted: it is a text, never a number or a date
  SourcePosition where;            // of an alias: where its anchor stands; of an empty map value: its key
  std::vector<YamlNode> items;     // sequence
  std::vector<YamlEntry> entries;  // map, in file order

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }
  // The value of a key, or nullptr.
  const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  SourcePosition key_where;
  YamlNode value;
};

struct YamlDocument {
  std::string file;
  std::vector<std::string> lines;  // the source, for the line shown under a finding
  YamlNode root;
};

// Parses text; every problem goes to `findings` and gives nullopt when it is an error.
std::optional<YamlDocument> parse_yaml(const std::string& file, const std::string& text, Findings& findings);
// Reads and parses a file; a missing or unreadable file is a finding ("unreadable-file").
std::optional<YamlDocument> load_yaml(const std::string& file, Findings& findings);

// Makes findings against one document: fills in file, line, column and the source line.
class YamlReporter {
 public:
  YamlReporter(const YamlDocument& document, Findings& findings) : document_(document), findings_(findings) {}
  void error(const SourcePosition& where, std::string code, std::string problem, std::string expected = "",
             std::string suggestion = "");
  void warning(const SourcePosition& where, std::string code, std::string problem, std::string expected = "",
               std::string suggestion = "");
  Findings& findings() { return findings_; }

 private:
  const YamlDocument& document_;
  Findings& findings_;
};

}  // namespace ebbtide
