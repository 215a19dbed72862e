// The universes and the market that scenario files refer to, found beside them and loaded once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "history/history.h"
#include "scenario/load.h"

namespace ebbtide {

// Folders of one universe: FOLDER/universes/NAME and FOLDER/market.
struct UniverseFolders {
  std::string universe;
  std::string market;
};

class UniverseStore {
 public:
  // Looks in `data_folder` when given, else in the folders of the scenario files, which must not disagree.
  UniverseStore(const std::vector<std::string>& scenario_files, const std::optional<std::string>& data_folder);

  // Loads on first use. A universe that is not there or does not load adds its findings once and is nullptr.
  const History* find(const std::string& universe, Findings& findings);
  // For load_scenarios, which says itself, at the place of the name, that there is no such universe; valid while the
  // store lives.
  UniverseLookup lookup();
  // The universes that there are, sorted.
  std::vector<std::string> names() const;
  // Where a universe that was found lies.
  const UniverseFolders& folders(const std::string& universe) const;

 private:
  struct Entry {
    UniverseFolders folders;
    std::optional<History> history;
  };
  std::optional<UniverseFolders> locate(const std::string& universe, Findings& findings) const;

  std::vector<std::string> roots_;
  std::map<std::string, Entry> entries_;
};

}  // namespace ebbtide
