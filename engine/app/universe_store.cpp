#include "app/universe_store.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "core/contract.h"
#include "core/format.h"
#include "history/load.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> subfolders(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_directory(error)) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

UniverseStore::UniverseStore(const std::vector<std::string>& scenario_files,
                             const std::optional<std::string>& data_folder) {
  if (data_folder.has_value()) {
    roots_ = {*data_folder};
    return;
  }
  for (const std::string& file : scenario_files) {
    const std::string folder =
        fs::path(file).parent_path().empty() ? "." : fs::path(file).parent_path().generic_string();
    const auto same = [&folder](const std::string& root) {
      return fs::absolute(root).lexically_normal() == fs::absolute(folder).lexically_normal();
    };
    if (std::none_of(roots_.begin(), roots_.end(), same)) roots_.push_back(folder);
  }
}

std::optional<UniverseFolders> UniverseStore::locate(const std::string& universe, Findings& findings) const {
  std::vector<std::string> found;
  const std::vector<std::string> known = names();
  std::error_code error;
  for (const std::string& root : roots_) {
    if (!universe.empty() && fs::is_directory(fs::path(root) / "universes" / universe, error)) found.push_back(root);
  }
  Finding finding{.code = "unknown-universe",
                  .where = {.file = (fs::path(roots_.front()) / "universes").generic_string()}};
  if (found.empty()) {
    finding.problem = format("there is no universe '{}' here", universe);
    finding.expected =
        known.empty() ? "a folder universes/ beside the scenario file, or --data FOLDER" : "one of: " + joined(known);
    finding.suggestion = did_you_mean(universe, known);
    findings.add(std::move(finding));
    return std::nullopt;
  }
  if (found.size() > 1) {
    finding.code = "ambiguous-universe";
    finding.problem = format("universe '{}' lies beside several of the scenario files: in {}", universe, joined(found));
    finding.expected = "one of them, named by --data FOLDER";
    findings.add(std::move(finding));
    return std::nullopt;
  }
  const fs::path root = found.front();
  return UniverseFolders{(root / "universes" / universe).generic_string(), (root / "market").generic_string()};
}

const History* UniverseStore::find(const std::string& universe, Findings& findings) {
  auto known = entries_.find(universe);
  if (known == entries_.end()) {
    Entry entry;
    if (const std::optional<UniverseFolders> folders = locate(universe, findings)) {
      entry.folders = *folders;
      entry.history = load_history(folders->universe, folders->market, findings);
    }
    known = entries_.emplace(universe, std::move(entry)).first;
  }
  return known->second.history.has_value() ? &*known->second.history : nullptr;
}

UniverseLookup UniverseStore::lookup() {
  return [this](const std::string& universe, Findings& findings) -> const History* {
    const std::vector<std::string> known = names();
    if (std::find(known.begin(), known.end(), universe) == known.end()) return nullptr;
    return find(universe, findings);
  };
}

std::vector<std::string> UniverseStore::names() const {
  std::set<std::string> names;
  for (const std::string& root : roots_) {
    for (std::string& name : subfolders(fs::path(root) / "universes")) names.insert(std::move(name));
  }
  return {names.begin(), names.end()};
}

const UniverseFolders& UniverseStore::folders(const std::string& universe) const {
  const auto known = entries_.find(universe);
  EBBTIDE_REQUIRE(known != entries_.end());
  return known->second.folders;
}

}  // namespace ebbtide
