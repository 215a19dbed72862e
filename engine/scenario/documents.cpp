#include "scenario/documents.h"

#include <algorithm>
#include <utility>

#include "core/contract.h"
#include "core/format.h"
#include "scenario/codes.h"

namespace ebbtide {
namespace {

constexpr std::size_t kShortList = 24;  // names that one line of a report still shows

bool is_known(std::string_view code) {
  const auto codes = scenario_finding_codes();
  return std::any_of(codes.begin(), codes.end(), [&](const FindingCode& known) { return known.code == code; });
}

}  // namespace

const YamlDocument* Documents::load(const std::string& file, Findings& findings) {
  auto found = documents_.find(file);
  if (found == documents_.end()) found = documents_.emplace(file, load_yaml(file, findings)).first;
  return found->second ? &*found->second : nullptr;
}

std::string Documents::source_line(const SourcePosition& where) const {
  const auto found = documents_.find(where.file);
  if (found == documents_.end() || !found->second || where.line < 1) return "";
  const std::vector<std::string>& lines = found->second->lines;
  const auto index = static_cast<std::size_t>(where.line - 1);
  return index < lines.size() ? lines[index] : "";
}

void Reporter::error(const SourcePosition& where, std::string_view code, std::string problem, std::string expected,
                     std::string suggestion) {
  add(Severity::error, where, code, std::move(problem), std::move(expected), std::move(suggestion));
}

void Reporter::warning(const SourcePosition& where, std::string_view code, std::string problem, std::string expected,
                       std::string suggestion) {
  add(Severity::warning, where, code, std::move(problem), std::move(expected), std::move(suggestion));
}

void Reporter::add(Severity severity, const SourcePosition& where, std::string_view code, std::string problem,
                   std::string expected, std::string suggestion) {
  EBBTIDE_REQUIRE(is_known(code));
  findings_.add({.code = std::string(code),
                 .severity = severity,
                 .where = where,
                 .source_line = documents_.source_line(where),
                 .problem = std::move(problem),
                 .expected = std::move(expected),
                 .suggestion = std::move(suggestion)});
}

std::string one_of(const std::vector<std::string>& names, std::string_view plural) {
  if (names.size() > kShortList) return format("one of {} {}", names.size(), plural);
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return names.empty() ? format("there are no {}", plural) : "one of: " + text;
}

}  // namespace ebbtide
