#include "text/yaml_graph.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <unordered_map>

#include "core/contract.h"
#include "core/format.h"

namespace ebbtide {
namespace {

// Ends the parse after a finding that leaves nothing sensible to read.
struct ParseStopped {};

// An open sequence or map. In a map, keys and values alternate.
struct Frame {
  int node = -1;
  bool wants_key = false;
  // A key that is no text was reported; its value is read for its own findings and then dropped.
  bool drops_value = false;
  std::string key;
  SourcePosition key_where;
  std::unordered_map<std::string, SourcePosition> keys_seen;
};

// What follows blanks, line ends and comments.
std::string_view after_blanks(std::string_view text) {
  while (!text.empty()) {
    if (text.starts_with('#')) {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else if (text.starts_with(' ') || text.starts_with('\t') || text.starts_with('\n')) {
      text.remove_prefix(1);
    } else {
      break;
    }
  }
  return text;
}

bool is_null_text(std::string_view text) {
  if (text.starts_with('~')) return true;
  const bool word = text.starts_with("null") || text.starts_with("Null") || text.starts_with("NULL");
  return word && (text.size() == 4 || std::string_view(" \t\n,]}").find(text[4]) != std::string_view::npos);
}

class GraphBuilder : public YAML::EventHandler {
 public:
  // Findings about keys that are no text go to a list of their own.
  GraphBuilder(const SourceText& source, Findings& findings, Findings& key_findings)
      : source_(source), findings_(findings), key_findings_(key_findings) {
    line_begins_.push_back(0);
    for (std::size_t i = 0; i < source.text.size(); ++i) {
      if (source.text[i] == '\n') line_begins_.push_back(i + 1);
    }
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    report("second-document", position(mark), "a second document, or text after the end of the first",
           "one document per file", "put it into a file of its own");
    throw ParseStopped();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    SourcePosition where = position(mark);
    if (awaits_key()) {
      remember(anchor, add_node(YamlNode::Kind::null, where));
      take_bad_key(where);
      return;
    }
    // yaml-cpp reports an absent value at whatever follows it.
    const Properties properties = properties_at(mark);
    const bool written = properties.any || is_null_text(properties.after);
    if (!written) where = absent_at(mark);
    const int node = add_node(YamlNode::Kind::null, where);
    remember(anchor, node);
    attach(node);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) {
      take_bad_key(position(mark));
      return;
    }
    const auto found = anchors_.find(anchor);
    EBBTIDE_REQUIRE(found != anchors_.end());
    if (is_open(found->second)) {
      report("cyclic-alias", position(mark), "this alias stands inside the value it names",
             "a value that does not contain itself");
      attach(add_node(YamlNode::Kind::null, position(mark)));
      return;
    }
    attach(found->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    const bool quoted = tag == "!";
    if (quoted) check_closed(mark);
    if (awaits_key()) {
      // A key may be named by an anchor, but nothing needs it: an alias to it finds a text.
      const int node = add_node(YamlNode::Kind::scalar, position(mark));
      nodes_[node].text = value;
      remember(anchor, node);
      take_key(value, quoted, position(mark));
      return;
    }
    const int node = add_node(YamlNode::Kind::scalar, position(mark));
    nodes_[node].text = value;
    nodes_[node].quoted = quoted;
    remember(anchor, node);
    attach(node);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(YamlNode::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { frames_.pop_back(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { frames_.pop_back(); }

  int documents() const { return documents_; }
  YamlGraph take_graph() { return {std::move(nodes_), documents_ == 0 ? -1 : root_}; }

 private:
  struct Properties {
    bool any = false;
    bool tag = false;
    std::string_view after;  // the source behind them
  };

  SourcePosition position(const YAML::Mark& mark) const {
    return position_at(source_.file, source_.lines, mark.line, mark.column);
  }

  std::size_t offset_of(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.line >= static_cast<int>(line_begins_.size())) return source_.text.size();
    const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
    return std::min(source_.text.size(), line_begins_[static_cast<std::size_t>(mark.line)] + column);
  }

  std::string_view text_at(const YAML::Mark& mark) const {
    return std::string_view(source_.text).substr(offset_of(mark));
  }

  // Where a value is absent: at its key, or at what stands before the mark, the dash of the item.
  SourcePosition absent_at(const YAML::Mark& mark) const {
    if (!frames_.empty() && is_map(frames_.back())) return frames_.back().key_where;
    const std::size_t offset = offset_of(mark);
    const std::size_t last = offset == 0 ? std::string::npos : source_.text.find_last_not_of(" \t\n", offset - 1);
    if (last == std::string::npos) return position(mark);
    const auto next_line = std::upper_bound(line_begins_.begin(), line_begins_.end(), last);
    const auto line = static_cast<int>(next_line - line_begins_.begin()) - 1;
    return position_at(source_.file, source_.lines, line, static_cast<int>(last - *(next_line - 1)));
  }

  // A node's mark stands at its anchor or tag if it has one.
  Properties properties_at(const YAML::Mark& mark) const {
    Properties properties;
    properties.after = text_at(mark);
    std::string_view& text = properties.after;
    while (text.starts_with('&') || text.starts_with('!')) {
      properties.any = true;
      properties.tag = properties.tag || text.starts_with('!');
      text = after_blanks(text.substr(std::min(text.find_first_of(" \t\n"), text.size())));
    }
    return properties;
  }

  // yaml-cpp lets the end of the file close a quote when a line end stands before it.
  void check_closed(const YAML::Mark& mark) {
    const std::string_view text = properties_at(mark).after;
    if (!text.starts_with('\'') && !text.starts_with('"')) return;
    for (std::size_t i = 1; i < text.size(); ++i) {
      const bool doubled = text[0] == '\'' && text.substr(i, 2) == "''";
      if (doubled || (text[0] == '"' && text[i] == '\\')) {
        ++i;
      } else if (text[i] == text[0]) {
        return;
      }
    }
    report("yaml-syntax", position(mark), "not valid YAML: this quote is never closed", "a closing quote");
  }

  void report(std::string code, const SourcePosition& where, std::string problem, std::string expected = "",
              std::string suggestion = "") {
    findings_.add(
        located(std::move(code), where, source_.lines, std::move(problem), std::move(expected), std::move(suggestion)));
  }

  // yaml-cpp gives "!" to quoted scalars and "?" to what has no tag; only the source tells "! x" from "'x'".
  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    const bool untagged = tag.empty() || tag == "?" || (tag == "!" && !properties_at(mark).tag);
    if (untagged) return;
    report("yaml-tag", position(mark), format("the tag '{}' is not supported", tag), "a value without a tag",
           "remove the tag");
  }

  bool is_map(const Frame& frame) const { return nodes_[frame.node].kind == YamlNode::Kind::map; }
  bool awaits_key() const { return !frames_.empty() && frames_.back().wants_key; }

  bool is_open(int node) const {
    for (const Frame& frame : frames_) {
      if (frame.node == node) return true;
    }
    return false;
  }

  int add_node(YamlNode::Kind kind, const SourcePosition& where) {
    nodes_.emplace_back();
    nodes_.back().kind = kind;
    nodes_.back().where = where;
    return static_cast<int>(nodes_.size()) - 1;
  }

  void remember(YAML::anchor_t anchor, int node) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = node;
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    check_tag(mark, tag);
    if (static_cast<int>(frames_.size()) >= kMaxYamlDepth) {
      report("nested-too-deep", position(mark), format("nested more than {} deep", kMaxYamlDepth));
      throw ParseStopped();
    }
    const int node = add_node(kind, position(mark));
    remember(anchor, node);
    if (awaits_key()) {
      take_bad_key(position(mark));
    } else {
      attach(node);
    }
    Frame frame;
    frame.node = node;
    frame.wants_key = kind == YamlNode::Kind::map;
    frames_.push_back(std::move(frame));
  }

  void take_key(const std::string& key, bool quoted, const SourcePosition& where) {
    Frame& frame = frames_.back();
    frame.wants_key = false;
    frame.key = key;
    frame.key_where = where;
    frame.drops_value = true;
    if (key == "<<" && !quoted) {
      report("merge-key", where, "merge keys (<<) are not supported", "keys written out");
      return;
    }
    const auto [first, is_new] = frame.keys_seen.emplace(key, where);
    if (!is_new) {
      report("duplicate-key", where, format("duplicate key '{}'", key),
             format("each key once; the first is at line {}, column {}", first->second.line, first->second.column));
      return;
    }
    frame.drops_value = false;
  }

  void take_bad_key(const SourcePosition& where) {
    Frame& frame = frames_.back();
    frame.wants_key = false;
    frame.key_where = where;
    frame.drops_value = true;
    key_findings_.add(
        located("key-not-text", where, source_.lines, "a key that is not a plain text", "a name followed by ':'"));
  }

  // Gives a complete or just opened node to the place that waits for it.
  void attach(int node) {
    if (frames_.empty()) {
      root_ = node;
      return;
    }
    Frame& frame = frames_.back();
    YamlGraphNode& parent = nodes_[frame.node];
    if (is_map(frame)) {
      frame.wants_key = true;
      if (frame.drops_value) return;
      parent.keys.push_back(frame.key);
      parent.key_positions.push_back(frame.key_where);
    }
    parent.children.push_back(node);
  }

  const SourceText& source_;
  Findings& findings_;
  Findings& key_findings_;
  int documents_ = 0;
  int root_ = -1;
  std::vector<std::size_t> line_begins_;
  std::vector<YamlGraphNode> nodes_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, int> anchors_;
};

}  // namespace

YamlGraph read_yaml_graph(const SourceText& source, Findings& findings) {
  Findings found;
  Findings keys;
  GraphBuilder builder(source, found, keys);
  bool complete = false;
  try {
    std::istringstream stream(source.text);
    YAML::Parser parser(stream);
    // The second call is there to find that there is nothing more.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    complete = true;
  } catch (const ParseStopped&) {
  } catch (const YAML::Exception& error) {
    SourcePosition where{source.file, 0, 0};
    if (!error.mark.is_null()) where = position_at(source.file, source.lines, error.mark.line, error.mark.column);
    found.add(located("yaml-syntax", where, source.lines, format("not valid YAML: {}", error.msg)));
  }
  findings.append(found);
  // A bracket that is never closed makes yaml-cpp take what stands before for a key: no finding of the author's.
  if (complete) findings.append(keys);
  return complete ? builder.take_graph() : YamlGraph{};
}

}  // namespace ebbtide
