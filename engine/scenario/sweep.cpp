#include "scenario/sweep.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/contract.h"
#include "core/format.h"
#include "scenario/fields.h"
#include "scenario/tree.h"

namespace ebbtide {
namespace {

struct Axis {
  TreePath path;
  const YamlNode* values = nullptr;  // a list that is not empty
  const YamlEntry* entry = nullptr;
};

bool is_prefix(const TreePath& shorter, const TreePath& longer) {
  return shorter.size() <= longer.size() && std::equal(shorter.begin(), shorter.end(), longer.begin());
}

bool check_path(const TreePath& path, const YamlEntry& entry, YamlNode& root, Reporter& reporter) {
  constexpr std::array<std::string_view, 5> kFixed = {"schema", "name", "extends", "sweep", "baseline"};
  const auto& first = std::get<std::string>(path.front());
  if (std::find(kFixed.begin(), kFixed.end(), first) != kFixed.end()) {
    reporter.error(entry.key_where, "not-settable", format("'{}' cannot be swept", first),
                   "a value of the scenario, such as conditions[0].change");
    return false;
  }
  const PathLookup lookup = find_path(root, path);
  if (lookup.node != nullptr) return true;
  std::vector<std::string> names;
  for (const YamlEntry& candidate : lookup.container->entries) names.push_back(candidate.key);
  const auto* wrong = std::get_if<std::string>(&path[lookup.step]);
  reporter.error(entry.key_where, "unknown-path", format("the scenario has no value '{}' to sweep", entry.key),
                 "a value that the scenario gives", wrong ? did_you_mean(*wrong, names) : "");
  return false;
}

std::optional<Axis> parse_axis(const YamlEntry& entry, YamlNode& root, Reporter& reporter) {
  const auto path = parse_path(entry.key);
  if (!path) {
    reporter.error(entry.key_where, "unknown-path", format("'{}' is not a path", entry.key),
                   "keys joined by '.', list positions as [0]: conditions[0].change");
  }
  const bool good_path = path && check_path(*path, entry, root, reporter);
  if (!entry.value.is_sequence()) {
    reporter.error(entry.value.where, "wrong-type", format("the values of '{}' must be a list", entry.key),
                   "a list such as [0 bp, +10 bp]");
    return std::nullopt;
  }
  if (entry.value.items.empty()) {
    reporter.error(entry.value.where, "empty-value", format("the list of values of '{}' is empty", entry.key),
                   "at least one value");
    return std::nullopt;
  }
  if (!good_path) return std::nullopt;
  return Axis{.path = *path, .values = &entry.value, .entry = &entry};
}

// All axes, or nothing when any of them was reported.
std::vector<Axis> parse_axes(const YamlNode& map, YamlNode& root, Reporter& reporter) {
  std::vector<Axis> axes;
  bool good = true;
  if (map.entries.empty()) {
    reporter.error(map.where, "empty-value", "the sweep names no value", "conditions[0].change: [0 bp, +10 bp]");
  }
  for (const YamlEntry& entry : map.entries) {
    auto axis = parse_axis(entry, root, reporter);
    if (!axis) {
      good = false;
      continue;
    }
    for (const Axis& other : axes) {
      if (!is_prefix(other.path, axis->path) && !is_prefix(axis->path, other.path)) continue;
      reporter.error(entry.key_where, "conflicting-keys",
                     format("'{}' and '{}' would change the same value", entry.key, other.entry->key),
                     "separate values");
      good = false;
    }
    axes.push_back(std::move(*axis));
  }
  return good ? axes : std::vector<Axis>{};
}

SweepMember make_member(const YamlNode& root, const std::vector<Axis>& axes, const std::vector<std::size_t>& choice) {
  SweepMember member{.root = root, .values = {}};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const YamlNode& value = axes[i].values->items[choice[i]];
    const PathLookup lookup = find_path(member.root, axes[i].path);
    EBBTIDE_REQUIRE(lookup.node != nullptr);
    *lookup.node = value;
    member.values.emplace_back(path_text(axes[i].path), node_text(value));
  }
  return member;
}

// Counts up in mixed radix, the last digit fastest; false after the last combination.
bool next_choice(const std::vector<Axis>& axes, std::vector<std::size_t>& choice) {
  for (std::size_t i = axes.size(); i-- > 0;) {
    if (++choice[i] < axes[i].values->items.size()) return true;
    choice[i] = 0;
  }
  return false;
}

std::size_t count_nodes(const YamlNode& node) {
  std::size_t count = 1;
  for (const YamlNode& item : node.items) count += count_nodes(item);
  for (const YamlEntry& entry : node.entries) count += count_nodes(entry.value);
  return count;
}

// Every member is a copy of the scenario, so that both their number and their common size are bounded.
bool check_size(std::size_t members, const YamlNode& root, const YamlNode& where, Reporter& reporter) {
  if (members <= kMaxSweepMembers && members * count_nodes(root) <= kMaxSweepNodes) return true;
  reporter.error(where.where, "sweep-too-large",
                 members > kMaxSweepMembers ? format("the sweep has more than {} members", kMaxSweepMembers)
                                            : format("the sweep makes {} copies of a large scenario", members),
                 "shorter lists, or several files");
  return false;
}

std::vector<SweepMember> expand_grid(const YamlNode& root, const std::vector<Axis>& axes, const YamlNode& where,
                                     Reporter& reporter) {
  std::size_t size = 1;
  for (const Axis& axis : axes) size = std::min(size * axis.values->items.size(), kMaxSweepMembers + 1);
  if (!check_size(size, root, where, reporter)) return {};
  std::vector<SweepMember> members;
  std::vector<std::size_t> choice(axes.size(), 0);
  do {
    members.push_back(make_member(root, axes, choice));
  } while (next_choice(axes, choice));
  return members;
}

std::vector<SweepMember> expand_zip(const YamlNode& root, const std::vector<Axis>& axes, const YamlNode& where,
                                    Reporter& reporter) {
  const std::size_t length = axes.front().values->items.size();
  bool good = check_size(length, root, where, reporter);
  for (const Axis& axis : axes) {
    if (axis.values->items.size() == length) continue;
    reporter.error(axis.values->where, "sweep-length",
                   format("'{}' has {} values, '{}' has {}", axis.entry->key, axis.values->items.size(),
                          axes.front().entry->key, length),
                   "lists of one length under 'zip'");
    good = false;
  }
  std::vector<SweepMember> members;
  for (std::size_t i = 0; good && i < length; ++i) {
    members.push_back(make_member(root, axes, std::vector<std::size_t>(axes.size(), i)));
  }
  return members;
}

}  // namespace

std::vector<SweepMember> expand_sweep(const YamlNode& root, Reporter& reporter) {
  const YamlNode* sweep = root.find("sweep");
  EBBTIDE_REQUIRE(sweep != nullptr);
  YamlNode base = root;
  std::erase_if(base.entries, [](const YamlEntry& entry) { return entry.key == "sweep"; });
  const Fields fields(*sweep, Section::sweep, reporter);
  const YamlEntry* form = exactly_one(fields, {"grid", "zip"}, "how the values combine", reporter);
  const YamlNode* map = form ? fields.get(form->key) : nullptr;
  if (map == nullptr) return {};
  const std::vector<Axis> axes = parse_axes(*map, base, reporter);
  if (axes.empty()) return {};
  if (form->key == "grid") return expand_grid(base, axes, *map, reporter);
  return expand_zip(base, axes, *map, reporter);
}

}  // namespace ebbtide
