// The text of an input file before any format is looked at: read, bounded, known to be UTF-8, and cut into lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"

namespace ebbtide {

struct SourceText {
  std::string file;
  std::string text;                // without byte-order mark, line ends as they were
  std::vector<std::string> lines;  // without line ends
};

// Checks text; the findings are file-too-large, invalid-utf8, nul-byte and control-character (all but tab, LF and CR).
std::optional<SourceText> check_source(const std::string& file, const std::string& text, std::size_t max_bytes,
                                       Findings& findings);
// Reads and checks a file; adds unreadable-file.
std::optional<SourceText> load_source(const std::string& file, std::size_t max_bytes, Findings& findings);

// The place of a byte, given as 0-based line and byte within the line, with its column counted in characters.
SourcePosition position_at(const std::string& file, const std::vector<std::string>& lines, int line, int byte);
// The place of a byte of the whole text.
SourcePosition position_of(const SourceText& source, std::size_t offset);
// The text of the line of a position, or "" when there is none or it has more than 4,096 bytes.
std::string line_of(const std::vector<std::string>& lines, const SourcePosition& where);

// A finding with the line it points at.
Finding located(std::string code, const SourcePosition& where, const std::vector<std::string>& lines,
                std::string problem, std::string expected = "", std::string suggestion = "");

}  // namespace ebbtide
