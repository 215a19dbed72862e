// The project's architecture as functions from files to violations. docs/architecture.md says why each rule is there.
#pragma once

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "architecture/source_text.h"

namespace ebbtide::architecture {

// "file:line: what is wrong"
using Violations = std::vector<std::string>;

// Lowest first: a layer may include itself and those before it.
inline const std::vector<std::string> kLayers = {"core",       "math",       "random",   "stats",  "parallel",
                                                 "text",       "history",    "scenario", "model",  "calibration",
                                                 "simulation", "evaluation", "backtest", "report", "app"};

// Third-party headers by how their include begins, longest match first, and the only layers that may include them.
inline const std::map<std::string, std::set<std::string>> kHomes = {
    {"fmt/", {"core"}},       {"Eigen/", {"math"}},         {"unsupported/Eigen/", {"math"}},
    {"boost/math", {"math"}}, {"boost/random", {"random"}}, {"boost/version.hpp", {"math", "random"}},
    {"boost/", {}},           {"tbb/", {"parallel"}},       {"oneapi/", {"parallel"}},
    {"yaml-cpp/", {"text"}},  {"nlohmann/", {"text"}},      {"xlsxwriter", {"report"}},
    {"CLI/", {"app"}},        {"spdlog/", {"app"}},         {"gtest/", {}},
    {"gmock/", {}},           {"benchmark/", {}},           {"rapidcheck", {}},
};

struct ForbiddenWord {
  std::string word;
  std::string why;
  std::set<std::string> allowed_layers;
};

inline const std::vector<ForbiddenWord> kForbiddenInEngine = {
    {"setlocale", "numbers are written in the C locale only", {}},
    {"getenv", "the environment is read in engine/app alone", {"app"}},
    {"system_clock::now", "a library has no clock", {"app"}},
    {"steady_clock::now", "a library has no clock", {"app"}},
    {"high_resolution_clock", "a library has no clock", {}},
    {"time(nullptr)", "a library has no clock", {"app"}},
    {"random_device", "every draw comes from the seed", {}},
    {"hardware_concurrency", "results never depend on the machine; engine/parallel alone asks", {"parallel"}},
    {"thread_local", "state belongs to blocks, not to threads", {}},
};

inline std::string layer_of(const std::string& path) {
  const std::size_t first = path.find('/');
  if (first == std::string::npos) return "";
  const std::size_t second = path.find('/', first + 1);
  return second == std::string::npos ? "" : path.substr(first + 1, second - first - 1);
}

inline std::size_t rank_of(const std::string& layer) {
  return static_cast<std::size_t>(std::find(kLayers.begin(), kLayers.end(), layer) - kLayers.begin());
}

inline std::string at(const SourceFile& file, int line) {
  return file.path + ":" + std::to_string(line) + ": ";
}

// The names declared by ebbtide_layer(...) in engine/CMakeLists.txt, in order.
inline std::vector<std::string> declared_layers(const std::string& cmake_text) {
  const std::string call = "ebbtide_layer(";
  std::vector<std::string> layers;
  for (const std::string& line : lines_of(cmake_text)) {
    if (!line.starts_with(call)) continue;
    const std::size_t end = line.find_first_of(" )", call.size());
    layers.push_back(line.substr(call.size(), end - call.size()));
  }
  return layers;
}

inline Violations upward_includes(const SourceFile& file) {
  Violations found;
  const std::string layer = layer_of(file.path);
  for (const Include& include : includes_of(file.text)) {
    // The one generated header, made in the build folder.
    if (!include.quoted || (layer == "core" && include.target == "build_revision.h")) continue;
    const std::string target = include.target.substr(0, include.target.find('/'));
    if (rank_of(target) == kLayers.size()) {
      found.push_back(at(file, include.line) + "includes \"" + include.target + "\", which is in no layer");
    } else if (rank_of(target) > rank_of(layer)) {
      found.push_back(at(file, include.line) + layer + " includes " + target + ", which lies above it");
    }
  }
  return found;
}

inline Violations strayed_third_party(const SourceFile& file) {
  Violations found;
  const std::string layer = layer_of(file.path);
  for (const Include& include : includes_of(file.text)) {
    if (include.quoted) continue;
    const std::set<std::string>* homes = nullptr;
    std::size_t longest = 0;
    for (const auto& [prefix, layers] : kHomes) {
      if (include.target.starts_with(prefix) && prefix.size() > longest) {
        homes = &layers;
        longest = prefix.size();
      }
    }
    if (homes != nullptr && !homes->contains(layer)) {
      found.push_back(at(file, include.line) + "<" + include.target + "> is not at home in " + layer);
    }
    if (homes == nullptr && include.target.find('/') != std::string::npos && !include.target.starts_with("sys/")) {
      found.push_back(at(file, include.line) + "<" + include.target + "> belongs to no library the project uses");
    }
    if (include.target == "random") {
      found.push_back(at(file, include.line) + "<random>: its distributions differ by library; use engine/random");
    }
  }
  return found;
}

inline Violations forbidden_words(const SourceFile& file) {
  Violations found;
  const std::string layer = layer_of(file.path);
  const std::vector<std::string> lines = lines_of(code_only(file.text));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const ForbiddenWord& forbidden : kForbiddenInEngine) {
      if (lines[i].find(forbidden.word) != std::string::npos && !forbidden.allowed_layers.contains(layer)) {
        found.push_back(at(file, static_cast<int>(i) + 1) + forbidden.word + ": " + forbidden.why);
      }
    }
    const std::size_t start = lines[i].find_first_not_of(' ');
    if (start != std::string::npos && lines[i].compare(start, 8, "mutable ") == 0) {
      found.push_back(at(file, static_cast<int>(i) + 1) + "mutable: const means safe to share");
    }
  }
  return found;
}

inline Violations too_long(const SourceFile& file, std::size_t limit = 400) {
  const std::size_t lines = lines_of(file.text).size();
  if (lines <= limit) return {};
  return {file.path + ": " + std::to_string(lines) + " lines, at most " + std::to_string(limit)};
}

// A header says #pragma once; a source includes its own header first, which also compiles that header alone.
inline Violations header_habits(const SourceFile& file, const std::set<std::string>& all_paths) {
  const bool is_header = file.path.ends_with(".h");
  if (is_header) {
    if (file.text.find("#pragma once\n") != std::string::npos) return {};
    return {file.path + ": lacks #pragma once"};
  }
  const std::string own = file.path.substr(0, file.path.size() - 4) + ".h";
  if (!all_paths.contains(own)) return {};
  const std::vector<Include> includes = includes_of(file.text);
  const std::string expected = own.substr(own.find('/') + 1);
  if (!includes.empty() && includes.front().target == expected) return {};
  return {file.path + ": its own header \"" + expected + "\" does not come first"};
}

// tests/<layer>/x_test.cpp tests engine/<layer>/x.h or x.cpp.
inline Violations unmirrored_test(const SourceFile& test, const std::set<std::string>& engine_paths) {
  const std::string suffix = "_test.cpp";
  if (rank_of(layer_of(test.path)) == kLayers.size() || !test.path.ends_with(suffix)) return {};
  const std::string stem = "engine" + test.path.substr(5, test.path.size() - 5 - suffix.size());
  if (engine_paths.contains(stem + ".h") || engine_paths.contains(stem + ".cpp")) return {};
  return {test.path + ": there is no " + stem + ".h or .cpp"};
}

// No tracked text names a place of one machine or the host of a package registry.
inline Violations machine_words(const SourceFile& file) {
  // Written in two halves, so that this file obeys its own rule.
  const std::vector<std::string> words = {
      "/wo"
      "rk/",
      "/ho"
      "me/",
      "deb.deb"
      "ian.org",
      "registry.npm"
      "js.org",
      "/Us"
      "ers/"};
  Violations found;
  const std::vector<std::string> lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string& word : words) {
      const std::size_t place = lines[i].find(word);
      if (place == std::string::npos) continue;
      // Inside a relative path the word is a folder like any other.
      if (place > 0 && word.front() == '/' && std::isalnum(static_cast<unsigned char>(lines[i][place - 1])) != 0)
        continue;
      found.push_back(at(file, static_cast<int>(i) + 1) + "says " + word);
    }
  }
  return found;
}

}  // namespace ebbtide::architecture
