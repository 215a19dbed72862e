#include "scenario/tree.h"

#include <algorithm>

#include "core/format.h"
#include "text/scalar.h"

namespace ebbtide {
namespace {

YamlEntry* find_entry(YamlNode& map, std::string_view key) {
  const auto found =
      std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
  return found == map.entries.end() ? nullptr : &*found;
}

// The key up to the next '.' or '['; advances `position`.
std::string take_key(std::string_view text, std::size_t& position) {
  const std::size_t end = std::min(text.find_first_of(".[]", position), text.size());
  std::string key(text.substr(position, end - position));
  position = end;
  return key;
}

YamlNode* step_into(YamlNode& node, const PathStep& step) {
  if (const auto* key = std::get_if<std::string>(&step)) {
    if (!node.is_map()) return nullptr;
    YamlEntry* entry = find_entry(node, *key);
    return entry == nullptr ? nullptr : &entry->value;
  }
  const std::size_t index = std::get<std::size_t>(step);
  return node.is_sequence() && index < node.items.size() ? &node.items[index] : nullptr;
}

}  // namespace

YamlNode merge(const YamlNode& parent, const YamlNode& child) {
  if (!parent.is_map() || !child.is_map()) return child;
  YamlNode merged = child;
  merged.entries = parent.entries;
  for (const YamlEntry& entry : child.entries) {
    YamlEntry* inherited = find_entry(merged, entry.key);
    if (inherited == nullptr) {
      merged.entries.push_back(entry);
    } else {
      inherited->value = merge(inherited->value, entry.value);
      inherited->key_where = entry.key_where;
    }
  }
  return merged;
}

void drop_empty_entries(YamlNode& node) {
  if (!node.is_map()) return;
  std::erase_if(node.entries, [](const YamlEntry& entry) { return entry.value.is_null(); });
  for (YamlEntry& entry : node.entries) drop_empty_entries(entry.value);
}

std::optional<TreePath> parse_path(std::string_view text) {
  TreePath path;
  std::size_t position = 0;
  bool expect_key = true;
  while (position < text.size() || expect_key) {
    if (expect_key) {
      std::string key = take_key(text, position);
      if (key.empty()) return std::nullopt;
      path.emplace_back(std::move(key));
      expect_key = false;
    } else if (text[position] == '.') {
      ++position;
      expect_key = true;
    } else if (text[position] == '[') {
      const std::size_t end = text.find(']', position);
      if (end == std::string_view::npos) return std::nullopt;
      const auto index = parse_unsigned(text.substr(position + 1, end - position - 1));
      if (!index) return std::nullopt;
      path.emplace_back(static_cast<std::size_t>(*index));
      position = end + 1;
    } else {
      return std::nullopt;
    }
  }
  return path;
}

std::string path_text(const TreePath& path) {
  std::string text;
  for (const PathStep& step : path) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      text += (text.empty() ? "" : ".") + *key;
    } else {
      text += format("[{}]", std::get<std::size_t>(step));
    }
  }
  return text;
}

PathLookup find_path(YamlNode& root, const TreePath& path) {
  PathLookup lookup{.node = &root, .container = &root, .step = 0};
  for (const PathStep& step : path) {
    lookup.container = lookup.node;
    lookup.node = step_into(*lookup.container, step);
    if (lookup.node == nullptr) return lookup;
    ++lookup.step;
  }
  return lookup;
}

std::string node_text(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "~";
    case YamlNode::Kind::scalar:
      return node.text;
    case YamlNode::Kind::sequence:
      for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + node_text(item);
      return "[" + text + "]";
    case YamlNode::Kind::map:
      for (const YamlEntry& entry : node.entries) {
        text += (text.empty() ? "" : ", ") + entry.key + ": " + node_text(entry.value);
      }
      return "{" + text + "}";
  }
  return text;
}

void set_position(YamlNode& node, const SourcePosition& where) {
  node.where = where;
  for (YamlNode& item : node.items) set_position(item, where);
  for (YamlEntry& entry : node.entries) {
    entry.key_where = where;
    set_position(entry.value, where);
  }
}

}  // namespace ebbtide
