#include "text/source_text.h"

#include <algorithm>
#include <string_view>

#include "core/format.h"
#include "core/utf8.h"
#include "text/file.h"

namespace ebbtide {
namespace {

// Longer lines are no help under a finding, and a copy of them in each is no help to memory.
constexpr std::size_t kMaxShownBytes = 4096;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

bool is_forbidden_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\0') || byte == 0x7F;
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t kMebibyte = std::size_t{1} << 20;
  return bytes % kMebibyte == 0 ? format("{} MiB", bytes / kMebibyte) : format("{} bytes", bytes);
}

// One finding per kind: a file of another encoding would otherwise give one for every byte.
void check_bytes(const SourceText& source, Findings& findings) {
  const std::string& text = source.text;
  const std::size_t invalid = first_invalid_utf8(text);
  if (invalid != std::string::npos) {
    findings.add(located("invalid-utf8", position_of(source, invalid), source.lines,
                         format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(text[invalid])),
                         "a text file in UTF-8", "save the file with the encoding UTF-8"));
  }
  const std::size_t nul = text.find('\0');
  if (nul != std::string::npos) {
    findings.add(located("nul-byte", position_of(source, nul), source.lines, "a NUL byte: this is not a text file",
                         "a text file in UTF-8", "save the file with the encoding UTF-8"));
  }
  const auto control = std::find_if(text.begin(), text.end(), is_forbidden_control);
  if (control != text.end()) {
    findings.add(located("control-character", position_of(source, static_cast<std::size_t>(control - text.begin())),
                         source.lines, format("control character U+{:04X}", static_cast<unsigned char>(*control)),
                         "text without control characters"));
  }
}

}  // namespace

std::optional<SourceText> check_source(const std::string& file, const std::string& text, std::size_t max_bytes,
                                       Findings& findings) {
  if (text.size() > max_bytes) {
    findings.add(located("file-too-large", {file, 0, 0}, {}, format("the file has more than {}", size_text(max_bytes)),
                         format("at most {}", size_text(max_bytes))));
    return std::nullopt;
  }
  SourceText source;
  source.file = file;
  source.text = text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
  source.lines = lines_of(source.text);
  Findings found;
  check_bytes(source, found);
  findings.append(found);
  if (found.has_errors()) return std::nullopt;
  return source;
}

std::optional<SourceText> load_source(const std::string& file, std::size_t max_bytes, Findings& findings) {
  std::string why;
  // One byte more than allowed is enough to see that there are too many.
  const std::optional<std::string> text = read_file(file, why, max_bytes + 1);
  if (!text) {
    findings.add(located("unreadable-file", {file, 0, 0}, {}, format("cannot be read: {}", why)));
    return std::nullopt;
  }
  return check_source(file, *text, max_bytes, findings);
}

SourcePosition position_at(const std::string& file, const std::vector<std::string>& lines, int line, int byte) {
  SourcePosition where{file, line + 1, byte + 1};
  if (line >= 0 && line < static_cast<int>(lines.size()) && byte >= 0) {
    const std::string_view text = lines[static_cast<std::size_t>(line)];
    const std::size_t before = std::min(text.size(), static_cast<std::size_t>(byte));
    where.column = utf8_count(text.substr(0, before)) + static_cast<int>(static_cast<std::size_t>(byte) - before) + 1;
  }
  return where;
}

SourcePosition position_of(const SourceText& source, std::size_t offset) {
  const std::size_t end = std::min(offset, source.text.size());
  const auto begin = source.text.begin();
  const auto line = std::count(begin, begin + static_cast<std::ptrdiff_t>(end), '\n');
  const std::size_t last = end == 0 ? std::string::npos : source.text.rfind('\n', end - 1);
  const std::size_t line_begin = last == std::string::npos ? 0 : last + 1;
  return position_at(source.file, source.lines, static_cast<int>(line), static_cast<int>(end - line_begin));
}

std::string line_of(const std::vector<std::string>& lines, const SourcePosition& where) {
  if (where.line < 1 || where.line > static_cast<int>(lines.size())) return "";
  const std::string& line = lines[static_cast<std::size_t>(where.line - 1)];
  return line.size() <= kMaxShownBytes ? line : "";
}

Finding located(std::string code, const SourcePosition& where, const std::vector<std::string>& lines,
                std::string problem, std::string expected, std::string suggestion) {
  Finding finding;
  finding.code = std::move(code);
  finding.where = where;
  finding.source_line = line_of(lines, where);
  finding.problem = std::move(problem);
  finding.expected = std::move(expected);
  finding.suggestion = std::move(suggestion);
  return finding;
}

}  // namespace ebbtide
