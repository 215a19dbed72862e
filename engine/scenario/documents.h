// The files of one load: each is read once, and every finding finds its source line here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "text/yaml_tree.h"

namespace ebbtide {

// The place of a value that came from the command line.
inline constexpr std::string_view kOverrideFile = "--set";

class Documents {
 public:
  // The document of a file, or nullptr when it does not parse; the findings of reading it are added at the first call.
  const YamlDocument* load(const std::string& file, Findings& findings);
  std::string source_line(const SourcePosition& where) const;

 private:
  std::map<std::string, std::optional<YamlDocument>> documents_;
};

// Makes this layer's findings; positions may lie in any of the files.
class Reporter {
 public:
  Reporter(const Documents& documents, Findings& findings) : documents_(documents), findings_(findings) {}
  // `code` is one of scenario_finding_codes().
  void error(const SourcePosition& where, std::string_view code, std::string problem, std::string expected = "",
             std::string suggestion = "");
  void warning(const SourcePosition& where, std::string_view code, std::string problem, std::string expected = "",
               std::string suggestion = "");
  Findings& findings() { return findings_; }

 private:
  void add(Severity severity, const SourcePosition& where, std::string_view code, std::string problem,
           std::string expected, std::string suggestion);

  const Documents& documents_;
  Findings& findings_;
};

// "one of: a, b, c" when the list is short enough to read, else how many there are.
std::string one_of(const std::vector<std::string>& names, std::string_view plural);

}  // namespace ebbtide
