#include "text/yaml_tree.h"

#include <algorithm>
#include <utility>

#include "core/format.h"
#include "text/source_text.h"
#include "text/yaml_graph.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMaxYamlBytes = std::size_t{1} << 20;
// yaml-cpp takes time with the square of the length of a line in brackets: seconds at 100,000 bytes.
constexpr std::size_t kMaxLineBytes = std::size_t{1} << 14;
constexpr std::size_t kMaxNodes = 200'000;
constexpr std::size_t kMaxExpandedBytes = std::size_t{1} << 24;

// Copies the graph out as a tree within the budgets; aliases become copies of what they name.
class Expander {
 public:
  Expander(const YamlGraph& graph, const SourceText& source, Findings& findings)
      : graph_(graph), source_(source), findings_(findings) {}

  std::optional<YamlNode> expand_root() {
    YamlNode root = expand(graph_.root, 0);
    if (stopped_) return std::nullopt;
    return root;
  }

 private:
  YamlNode expand(int index, int depth) {
    const YamlGraphNode& from = graph_.nodes[static_cast<std::size_t>(index)];
    YamlNode node;
    if (stopped_ || !within_budget(from, depth)) return node;
    node.kind = from.kind;
    node.text = from.text;
    node.quoted = from.quoted;
    node.where = from.where;
    for (std::size_t i = 0; i < from.children.size() && !stopped_; ++i) {
      YamlNode child = expand(from.children[i], depth + 1);
      if (from.kind == YamlNode::Kind::map) {
        node.entries.push_back({from.keys[i], from.key_positions[i], std::move(child)});
      } else {
        node.items.push_back(std::move(child));
      }
    }
    return node;
  }

  bool within_budget(const YamlGraphNode& from, int depth) {
    ++nodes_;
    bytes_ += from.text.size();
    for (const std::string& key : from.keys) bytes_ += key.size();
    const bool nested =
        !from.children.empty() || from.kind == YamlNode::Kind::map || from.kind == YamlNode::Kind::sequence;
    if (nested && depth >= kMaxYamlDepth) {
      stop("nested-too-deep", from, format("with its aliases expanded, nested more than {} deep", kMaxYamlDepth));
    } else if (nodes_ > kMaxNodes || bytes_ > kMaxExpandedBytes) {
      stop("alias-expansion", from, "the file, with its aliases expanded, holds more than 200,000 values or 16 MiB");
    }
    return !stopped_;
  }

  void stop(std::string code, const YamlGraphNode& from, std::string problem) {
    findings_.add(located(std::move(code), from.where, source_.lines, std::move(problem)));
    stopped_ = true;
  }

  const YamlGraph& graph_;
  const SourceText& source_;
  Findings& findings_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
  bool stopped_ = false;
};

// yaml-cpp takes some tabs for blanks and then reads another structure than the one that is seen.
void check_tabs(const SourceText& source, Findings& findings) {
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    const std::string& line = source.lines[i];
    const std::size_t begin = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (begin == std::string::npos || tab > begin) continue;
    const SourcePosition where{source.file, static_cast<int>(i) + 1, static_cast<int>(tab) + 1};
    findings.add(located("tab-indentation", where, source.lines, "a tab before the text of the line", "spaces only",
                         "replace the tab by spaces"));
  }
}

void check_line_lengths(const SourceText& source, Findings& findings) {
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    if (source.lines[i].size() <= kMaxLineBytes) continue;
    findings.add(located("line-too-long", {source.file, static_cast<int>(i) + 1, 0}, source.lines,
                         "the line has more than 16,384 bytes", "at most 16,384 bytes", "break the line"));
  }
}

// Line ends become LF. A carriage return elsewhere would end a line for YAML but for nobody's editor.
void unify_line_ends(SourceText& source, Findings& findings) {
  std::string text;
  text.reserve(source.text.size());
  for (std::size_t i = 0; i < source.text.size(); ++i) {
    const bool ends_line = i + 1 == source.text.size() || source.text[i + 1] == '\n';
    if (source.text[i] != '\r') {
      text += source.text[i];
    } else if (!ends_line) {
      findings.add(located("control-character", position_of(source, i), source.lines, "a carriage return inside a line",
                           "lines that end in LF or CRLF"));
      return;
    }
  }
  source.text = std::move(text);
}

std::optional<YamlDocument> parse_source(SourceText source, Findings& findings) {
  Findings found;
  unify_line_ends(source, found);
  check_tabs(source, found);
  check_line_lengths(source, found);
  YamlGraph graph;
  if (!found.has_errors()) graph = read_yaml_graph(source, found);
  const bool blank = graph.root < 0 || graph.nodes[static_cast<std::size_t>(graph.root)].kind == YamlNode::Kind::null;
  if (!found.has_errors() && blank) {
    found.add(located("empty-file", {source.file, 0, 0}, {}, "the file holds no values"));
  }
  std::optional<YamlNode> root;
  if (!found.has_errors()) root = Expander(graph, source, found).expand_root();
  findings.append(found);
  if (!root) return std::nullopt;
  return YamlDocument{source.file, std::move(source.lines), std::move(*root)};
}

Finding in_document(const YamlDocument& document, SourcePosition where, std::string code, std::string problem,
                    std::string expected, std::string suggestion) {
  if (where.file.empty()) where.file = document.file;
  static const std::vector<std::string> kNoLines;
  const bool own = where.file == document.file;
  return located(std::move(code), where, own ? document.lines : kNoLines, std::move(problem), std::move(expected),
                 std::move(suggestion));
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [key](const YamlEntry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

std::optional<YamlDocument> parse_yaml(const std::string& file, const std::string& text, Findings& findings) {
  std::optional<SourceText> source = check_source(file, text, kMaxYamlBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(std::move(*source), findings);
}

std::optional<YamlDocument> load_yaml(const std::string& file, Findings& findings) {
  std::optional<SourceText> source = load_source(file, kMaxYamlBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(std::move(*source), findings);
}

void YamlReporter::error(const SourcePosition& where, std::string code, std::string problem, std::string expected,
                         std::string suggestion) {
  findings_.add(
      in_document(document_, where, std::move(code), std::move(problem), std::move(expected), std::move(suggestion)));
}

void YamlReporter::warning(const SourcePosition& where, std::string code, std::string problem, std::string expected,
                           std::string suggestion) {
  Finding finding =
      in_document(document_, where, std::move(code), std::move(problem), std::move(expected), std::move(suggestion));
  finding.severity = Severity::warning;
  findings_.add(std::move(finding));
}

}  // namespace ebbtide
