#include "scenario/extends.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/format.h"
#include "scenario/keys.h"
#include "scenario/tree.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> kOwn = {"name", "title", "why", "source", "judgment"};

std::string normal_path(const fs::path& path) {
  return path.lexically_normal().string();
}

// The files from the first to the last, and the one that closes the circle.
std::string chain_text(const std::vector<std::string>& chain, const std::string& next) {
  const auto begin = std::find(chain.begin(), chain.end(), next);
  std::string text;
  for (auto file = begin; file != chain.end(); ++file) text += fs::path(*file).filename().string() + " -> ";
  return text + fs::path(next).filename().string();
}

void take_out(YamlNode& map, std::string_view key) {
  std::erase_if(map.entries, [&](const YamlEntry& entry) { return entry.key == key; });
}

// An empty value takes away what is inherited. One that has nothing to take away stays, to be reported where it is
// read.
void take_away(YamlNode& merged, const YamlNode& parent, const YamlNode& child) {
  for (const YamlEntry& entry : child.entries) {
    const YamlNode* inherited = parent.find(entry.key);
    if (inherited == nullptr) continue;
    if (entry.value.is_null()) take_out(merged, entry.key);
    if (!entry.value.is_map() || !inherited->is_map()) continue;
    const auto target = std::find_if(merged.entries.begin(), merged.entries.end(),
                                     [&](const YamlEntry& candidate) { return candidate.key == entry.key; });
    take_away(target->value, *inherited, entry.value);
  }
}

class Resolver {
 public:
  Resolver(Documents& documents, Findings& findings)
      : documents_(documents), findings_(findings), reporter_(documents, findings) {}

  std::optional<ScenarioTree> resolve(const std::string& file) {
    const YamlDocument* document = documents_.load(file, findings_);
    if (document == nullptr) return std::nullopt;
    if (!document->root.is_map()) {
      reporter_.error(document->root.where, "wrong-type", "a scenario file must be a map of key: value",
                      one_of(key_names(Section::scenario), "keys"));
      return std::nullopt;
    }
    ScenarioTree tree{.root = document->root};
    check_schema(tree.root);
    chain_.push_back(file);
    const std::optional<ScenarioTree> parent = resolve_parent(file, tree);
    chain_.pop_back();
    take_out(tree.root, "extends");
    if (parent) {
      YamlNode merged = merge(parent->root, tree.root);
      take_away(merged, parent->root, tree.root);
      tree.root = std::move(merged);
    } else if (!tree.complete) {
      drop_empty_entries(tree.root);  // it is not known what they take away
    }
    return tree;
  }

 private:
  void check_schema(const YamlNode& root) {
    const YamlNode* schema = root.find("schema");
    const std::string expected = format("schema: {}", kSchemaName);
    if (schema == nullptr) {
      reporter_.error(root.where, "missing-key", "the file does not say which format it is in", expected);
    } else if (schema->is_scalar() && schema->text != kSchemaName) {
      reporter_.error(schema->where, "unknown-schema",
                      format("this program does not read the format '{}'", schema->text), expected);
    }
  }

  std::optional<ScenarioTree> resolve_parent(const std::string& file, ScenarioTree& tree) {
    const YamlNode* extends = tree.root.find("extends");
    if (extends == nullptr) return std::nullopt;
    tree.complete = false;
    if (!extends->is_scalar() || extends->text.empty()) {
      reporter_.error(extends->where, "wrong-type", "'extends' must name one file", "extends: baseline.yaml");
      return std::nullopt;
    }
    const std::string parent = normal_path(fs::path(file).parent_path() / extends->text);
    if (std::find(chain_.begin(), chain_.end(), parent) != chain_.end()) {
      reporter_.error(extends->where, "extends-cycle", "the files extend each other: " + chain_text(chain_, parent),
                      "a chain of files that ends");
      return std::nullopt;
    }
    std::error_code ignored;
    if (!fs::is_regular_file(parent, ignored)) {
      const std::vector<std::string> files = yaml_files_beside(file);
      reporter_.error(extends->where, "unknown-parent", format("there is no file '{}'", parent),
                      "a file, relative to this one", did_you_mean(extends->text, files));
      return std::nullopt;
    }
    auto resolved = resolve(parent);
    if (!resolved) return std::nullopt;
    tree.complete = resolved->complete;
    for (std::string_view key : kOwn) take_out(resolved->root, key);
    return resolved;
  }

  Documents& documents_;
  Findings& findings_;
  Reporter reporter_;
  std::vector<std::string> chain_;  // files being resolved, outermost first
};

}  // namespace

std::optional<ScenarioTree> resolve_extends(const std::string& file, Documents& documents, Findings& findings) {
  return Resolver(documents, findings).resolve(file);
}

std::vector<std::string> yaml_files_beside(const std::string& file) {
  std::vector<std::string> names;
  std::error_code failed;
  const fs::path folder = fs::path(file).has_parent_path() ? fs::path(file).parent_path() : fs::path(".");
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    if (entry->path().extension() == ".yaml") names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace ebbtide
