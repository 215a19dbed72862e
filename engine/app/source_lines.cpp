#include "app/source_lines.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "text/source_text.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMaxShownFileBytes = std::size_t{1} << 20;

}  // namespace

Findings with_source_lines(const Findings& findings) {
  std::map<std::string, std::vector<std::string>> lines;  // by file
  return findings.with_lines([&](const SourcePosition& where) {
    auto known = lines.find(where.file);
    if (known == lines.end()) {
      Findings unreadable;
      const std::optional<SourceText> source = load_source(where.file, kMaxShownFileBytes, unreadable);
      known = lines.emplace(where.file, source ? source->lines : std::vector<std::string>{}).first;
    }
    return line_of(known->second, where);
  });
}

}  // namespace ebbtide
