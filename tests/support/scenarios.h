// Scenario files loaded against the histories that ship with the project, and the files of the corpus.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "scenario/load.h"
#include "support/shipped.h"

namespace ebbtide::testing {

inline const History* find_shipped(const std::string& name, Findings&) {
  static const std::map<std::string, History> kHistories = [] {
    std::map<std::string, History> histories;
    for (const char* universe : {"global-etp", "us-spot-etf"}) histories.emplace(universe, load_shipped(universe));
    return histories;
  }();
  const auto found = kHistories.find(name);
  return found == kHistories.end() ? nullptr : &found->second;
}

inline LoadOptions shipped_options() {
  LoadOptions options;
  options.universe_names = {"global-etp", "us-spot-etf"};
  return options;
}

inline std::vector<LoadedScenario> load_shipped_scenarios(const std::vector<std::string>& files, Findings& findings,
                                                          const LoadOptions& options = shipped_options()) {
  return load_scenarios(files, find_shipped, options, findings);
}

inline std::string corpus(const std::string& kind) {
  return std::string(EBBTIDE_SOURCE_DIR) + "/tests/scenarios/" + kind;
}

inline std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string file_text(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// The comment lines at the head of a corpus file: "expect", "warn", "with", "set" and what follows the colon.
inline std::vector<std::string> head_lines(const std::string& file, const std::string& keyword) {
  std::vector<std::string> values;
  std::istringstream lines(file_text(file));
  const std::string prefix = "# " + keyword + ": ";
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(prefix, 0) == 0) values.push_back(line.substr(prefix.size()));
  }
  return values;
}

// A corpus file loaded as its head says: the files `with` it, the values `set`.
inline std::vector<LoadedScenario> load_corpus_file(const std::string& file, Findings& findings) {
  std::vector<std::string> files = {file};
  const std::string folder = std::filesystem::path(file).parent_path().string();
  for (const std::string& other : head_lines(file, "with")) files.push_back(folder + "/" + other);
  LoadOptions options = shipped_options();
  for (const std::string& item : head_lines(file, "set")) {
    const std::size_t equals = item.find('=');
    options.overrides.emplace_back(item.substr(0, equals), item.substr(equals + 1));
  }
  return load_shipped_scenarios(files, findings, options);
}

// "wrong-unit 3:7", with the file before the line where it is another one than `file`, or "wrong-unit --set".
inline std::string corpus_line(const Finding& finding, const std::string& file) {
  const std::string folder = std::filesystem::path(file).parent_path().string() + "/";
  std::string place = finding.where.file;
  if (place.rfind(folder, 0) == 0) place = place.substr(folder.size());
  if (place == "--set") return finding.code + " --set";
  const std::string numbers = std::to_string(finding.where.line) + ":" + std::to_string(finding.where.column);
  return finding.code + " " + (finding.where.file == file ? "" : place + ":") + numbers;
}

inline std::vector<std::string> corpus_lines(const Findings& findings, Severity severity, const std::string& file) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings.sorted()) {
    if (finding.severity == severity) lines.push_back(corpus_line(finding, file));
  }
  return lines;
}

}  // namespace ebbtide::testing
