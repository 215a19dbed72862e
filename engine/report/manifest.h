// manifest.json: from what a run's numbers came, so that anybody can tell whether two runs must agree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/build_info.h"
#include "text/json.h"

namespace ebbtide {

struct InputFile {
  std::string path;  // as the user would find it again, relative where possible
  std::string sha256;
};

// What decides the numbers comes first; `runtime` does not and is kept apart.
struct ManifestInput {
  BuildInfo build;
  Json scenarios = Json::array();         // resolved: every default and parent filled in
  std::optional<std::string> flow_model;  // where it is another than the shipped one
  std::optional<Json> backtest;           // the definition, of a backtest
  std::optional<Json> explanation;        // weeks and paths, of explanations
  std::vector<InputFile> inputs;          // scenario or backtest files, universes, market, calibration
  std::vector<std::string> universes;
  std::uint64_t seed = 0;
  std::string random_number_law;                               // "philox4x32-10, word layout 1"
  std::vector<std::pair<std::string, std::string>> libraries;  // name, version

  struct Runtime {
    std::string started;  // ISO 8601, given by the caller
    std::string host;
    int threads = 0;
    double seconds = 0.0;
    Json more = Json::object();  // durations of parts and the like
  };
  Runtime runtime;
};

struct OutputFile {
  std::string name;
  std::string sha256;
  std::uint64_t bytes = 0;
  std::optional<std::size_t> rows;  // of a table, without its header
};

// The group "run": equal for runs that must give equal numbers.
Json run_json(const ManifestInput& input);
// SHA-256 of that group's text; the workbook carries it too.
std::string run_sha256(const ManifestInput& input);
// {"schema": "ebbtide-manifest/1", "run", "run_sha256", "outputs", "runtime"}
Json manifest_json(const ManifestInput& input, const std::vector<OutputFile>& outputs);

}  // namespace ebbtide
