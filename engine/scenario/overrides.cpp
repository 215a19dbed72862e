#include "scenario/overrides.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "core/format.h"
#include "scenario/keys.h"
#include "scenario/tree.h"

namespace ebbtide {
namespace {

const SourcePosition kNowhere{.file = std::string(kOverrideFile), .line = 0, .column = 0};

// The section whose keys the mapping at the end of the first `count` steps has, if any.
std::optional<Section> section_at(const TreePath& path, std::size_t count) {
  Section section = Section::scenario;
  for (std::size_t i = 0; i < count; ++i) {
    const auto* name = std::get_if<std::string>(&path[i]);
    const Key* key = name ? find_key(section, *name) : nullptr;
    if (key == nullptr) return std::nullopt;
    if (key->kind == ValueKind::member) {
      section = Section::member;
    } else if (key->kind == ValueKind::event) {
      section = Section::event;
    } else if (key->kind == ValueKind::section) {
      section = key->child;
    } else if (key->kind == ValueKind::section_list || key->kind == ValueKind::section_map) {
      if (++i == count) return std::nullopt;
      section = key->child;
    } else {
      return std::nullopt;
    }
  }
  return section;
}

// The mapping before the last step takes any name as a key.
bool takes_any_name(const TreePath& path) {
  const auto* name = std::get_if<std::string>(&path.front());
  const Key* key = name ? find_key(Section::scenario, *name) : nullptr;
  return path.size() == 2 && key != nullptr && key->kind == ValueKind::name_lists;
}

// The nearest path that exists, or could: with the failing step replaced and nothing after it.
std::string suggest(const TreePath& path, const PathLookup& lookup) {
  const auto* wrong = std::get_if<std::string>(&path[lookup.step]);
  if (lookup.container->is_sequence() && wrong == nullptr) {
    return format("the list has {} item{}, the first is [0]", lookup.container->items.size(),
                  lookup.container->items.size() == 1 ? "" : "s");
  }
  if (!lookup.container->is_map() || wrong == nullptr) return "";
  std::vector<std::string> names;
  for (const YamlEntry& entry : lookup.container->entries) names.push_back(entry.key);
  if (const auto section = section_at(path, lookup.step)) {
    for (const std::string& name : key_names(*section)) names.push_back(name);
  }
  const std::string nearest = nearest_name(*wrong, names);
  if (nearest.empty()) return "";
  TreePath corrected(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(lookup.step));
  corrected.emplace_back(nearest);
  return format("did you mean '{}'?", path_text(corrected));
}

// The value as a tree; "~" is the empty value.
std::optional<YamlNode> parse_value(const std::string& path, const std::string& text, Reporter& reporter) {
  if (text.find_first_not_of(' ') == std::string::npos) {
    reporter.error(kNowhere, "empty-value", format("'{}' is set to nothing", path), "a value, or ~ to take it away");
    return std::nullopt;
  }
  YamlNode node;
  if (text != "~") {
    auto document = parse_yaml(std::string(kOverrideFile), text, reporter.findings());
    if (!document) return std::nullopt;
    node = std::move(document->root);
  }
  set_position(node, kNowhere);
  return node;
}

void set_value(YamlNode& root, const TreePath& path, YamlNode value, const std::string& file, Reporter& reporter) {
  const PathLookup lookup = find_path(root, path);
  if (lookup.node != nullptr && value.is_null() && lookup.container->is_map()) {
    std::erase_if(lookup.container->entries, [&](const YamlEntry& entry) { return &entry.value == lookup.node; });
    return;
  }
  if (lookup.node != nullptr) {
    *lookup.node = std::move(value);
    return;
  }
  const auto section = section_at(path, path.size() - 1);
  const auto* name = std::get_if<std::string>(&path.back());
  const bool permitted = name != nullptr && (takes_any_name(path) || (section && find_key(*section, *name)));
  if (lookup.step + 1 == path.size() && lookup.container->is_map() && permitted) {
    lookup.container->entries.push_back({.key = *name, .key_where = kNowhere, .value = std::move(value)});
    return;
  }
  reporter.error(kNowhere, "unknown-path", format("{} has no value '{}'", file, path_text(path)),
                 "a value of the scenario, such as horizon or conditions[0].change", suggest(path, lookup));
}

}  // namespace

void apply_overrides(YamlNode& root, const Overrides& overrides, const std::string& file, Reporter& reporter) {
  for (const auto& [path_word, value_text] : overrides) {
    const auto path = parse_path(path_word);
    if (!path) {
      reporter.error(kNowhere, "unknown-path", format("'{}' is not a path", path_word),
                     "keys joined by '.', list positions as [0]: conditions[0].change");
      continue;
    }
    const auto& first = std::get<std::string>(path->front());
    if (first == "schema" || first == "extends") {
      reporter.error(kNowhere, "not-settable", format("'{}' cannot be set on the command line", first),
                     "a value of the scenario, such as horizon or conditions[0].change");
      continue;
    }
    if (auto value = parse_value(path_word, value_text, reporter))
      set_value(root, *path, std::move(*value), file, reporter);
  }
}

Overrides run_overrides(const Overrides& overrides) {
  constexpr std::array<std::string_view, 5> kRunKeys = {"universe", "as_of", "horizon", "paths", "seed"};
  Overrides shared;
  std::copy_if(overrides.begin(), overrides.end(), std::back_inserter(shared), [&](const auto& item) {
    return std::find(kRunKeys.begin(), kRunKeys.end(), item.first) != kRunKeys.end();
  });
  return shared;
}

}  // namespace ebbtide
