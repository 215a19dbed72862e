#include "report/manifest.h"

#include <algorithm>

#include "text/file.h"

namespace ebbtide {
namespace {

Json output_json(const OutputFile& output) {
  Json file = {{"file", output.name}, {"sha256", output.sha256}, {"bytes", output.bytes}};
  if (output.rows) file["rows"] = *output.rows;
  return file;
}

}  // namespace

Json run_json(const ManifestInput& input) {
  Json run;
  run["program"] = {{"name", "ebbtide"},
                    {"version", input.build.version},
                    {"revision", input.build.revision},
                    {"compiler", input.build.compiler},
                    {"flags", input.build.flags}};
  run["libraries"] = Json::object();
  for (const auto& [name, version] : input.libraries) run["libraries"][name] = version;
  run["random_numbers"] = {{"law", input.random_number_law}, {"seed", input.seed}};
  run["universes"] = input.universes;
  std::vector<InputFile> inputs = input.inputs;
  std::sort(inputs.begin(), inputs.end(), [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
  run["inputs"] = Json::array();
  for (const InputFile& file : inputs) run["inputs"].push_back({{"file", file.path}, {"sha256", file.sha256}});
  run["scenarios"] = input.scenarios;
  if (input.flow_model) run["flow_model"] = *input.flow_model;
  if (input.backtest) run["backtest"] = *input.backtest;
  if (input.explanation) run["explanation"] = *input.explanation;
  return run;
}

std::string run_sha256(const ManifestInput& input) {
  return sha256_hex(json_text(run_json(input)));
}

Json manifest_json(const ManifestInput& input, const std::vector<OutputFile>& outputs) {
  Json manifest;
  manifest["schema"] = "ebbtide-manifest/1";
  manifest["run"] = run_json(input);
  manifest["run_sha256"] = run_sha256(input);
  manifest["outputs"] = Json::array();
  for (const OutputFile& output : outputs) manifest["outputs"].push_back(output_json(output));
  manifest["runtime"] = {{"started", input.runtime.started},
                         {"host", input.runtime.host},
                         {"threads", input.runtime.threads},
                         {"seconds", input.runtime.seconds}};
  for (const auto& [key, value] : input.runtime.more.items()) manifest["runtime"][key] = value;
  return manifest;
}

}  // namespace ebbtide
