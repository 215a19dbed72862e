#include "core/finding.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "core/format.h"
#include "core/utf8.h"

namespace ebbtide {
namespace {

constexpr int kLineWidth = 120;  // characters of a source line that are shown

struct Palette {
  std::string_view bold, error, warning, caret, note, reset;
};

Palette palette(bool color) {
  if (!color) return {};
  return {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m", "\x1b[36m", "\x1b[0m"};
}

std::string place_text(const SourcePosition& where) {
  std::string text = printable(where.file);
  if (where.line > 0) text += format(":{}", where.line);
  if (where.line > 0 && where.column > 0) text += format(":{}", where.column);
  return text;
}

// The line cut into characters, each printable.
std::vector<std::string> characters_of(const std::string& line) {
  const std::string shown = printable(line);
  std::vector<std::string> characters;
  for (std::size_t offset = 0; offset < shown.size();) {
    const std::size_t length = utf8_length(shown, offset);
    characters.push_back(shown.substr(offset, length));
    offset += length;
  }
  return characters;
}

// The source line, or the part of it around the column, and under it the caret.
std::string excerpt(const Finding& finding, const Palette& colors) {
  const std::vector<std::string> characters = characters_of(finding.source_line);
  const int length = static_cast<int>(characters.size());
  // One past the end is a place too: where something is missing.
  const int column = std::min(finding.where.column, length + 1);
  int begin = 0;
  if (length > kLineWidth && column > kLineWidth / 2) begin = std::min(column - kLineWidth / 2, length - kLineWidth);
  const int end = std::min(length, begin + kLineWidth);

  std::string shown = begin > 0 ? "  ..." : "  ";
  std::string below = begin > 0 ? "     " : "  ";
  for (int i = begin; i < end; ++i) {
    shown += characters[static_cast<std::size_t>(i)];
    // A tab above a tab keeps the caret under its character at any tab width.
    if (i < column - 1) below += characters[static_cast<std::size_t>(i)] == "\t" ? '\t' : ' ';
  }
  if (end < length) shown += "...";
  shown += '\n';
  if (column < 1) return shown;
  return format("{}{}{}^{}\n", shown, below, colors.caret, colors.reset);
}

std::string count_text(std::size_t count, std::string_view noun) {
  return format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string comparable(const std::string& name) {
  std::string result = name;
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return result;
}

// Optimal string alignment distance; rows of the usual table, two kept back for the swap.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last = last;
    std::swap(last, current);
  }
  return last[b.size()];
}

auto order_of(const Finding& finding) {
  return std::tie(finding.where.file, finding.where.line, finding.where.column, finding.code, finding.problem,
                  finding.expected, finding.suggestion, finding.source_line, finding.severity);
}

}  // namespace

void Findings::add(Finding finding) {
  const Kind kind(finding.where.file, finding.code, finding.severity);
  if (kept_[kind] == kMostOfAKind) {
    ++omitted_[kind];
    return;
  }
  ++kept_[kind];
  findings_.push_back(std::move(finding));
}

void Findings::append(const Findings& other) {
  const Findings added = other;  // a copy, so that appending to itself is safe
  for (const Finding& finding : added.findings_) add(finding);
  for (const auto& [kind, count] : added.omitted_) omitted_[kind] += count;
}

Findings Findings::placed_in(const std::string& file) const {
  Findings placed;
  for (Finding finding : findings_) {
    if (finding.where.file.empty()) finding.where.file = file;
    placed.add(std::move(finding));
  }
  for (const auto& [kind, count] : omitted_) {
    const auto& [of, code, severity] = kind;
    placed.omitted_[{of.empty() ? file : of, code, severity}] += count;
  }
  return placed;
}

Findings Findings::with_lines(const std::function<std::string(const SourcePosition&)>& line_at) const {
  Findings result = *this;
  for (Finding& finding : result.findings_) {
    if (finding.where.line > 0 && finding.source_line.empty()) finding.source_line = line_at(finding.where);
  }
  return result;
}

bool Findings::has_errors() const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

bool Findings::has_warnings() const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [](const Finding& finding) { return finding.severity == Severity::warning; });
}

std::size_t Findings::count(Severity severity) const {
  std::size_t result = 0;
  for (const Finding& finding : sorted()) result += finding.severity == severity ? 1 : 0;
  for (const auto& [kind, omitted] : omitted_) {
    // One of them already counts: the finding that tells how many there are.
    if (std::get<Severity>(kind) == severity) result += omitted - 1;
  }
  return result;
}

std::vector<Finding> Findings::sorted() const {
  std::vector<Finding> result = findings_;
  for (const auto& [kind, omitted] : omitted_) {
    Finding rest;
    rest.where.file = std::get<0>(kind);
    rest.code = std::get<1>(kind);
    rest.severity = std::get<Severity>(kind);
    rest.problem = format("{} more of this kind are not listed", omitted);
    result.push_back(std::move(rest));
  }
  std::sort(result.begin(), result.end(), [](const Finding& a, const Finding& b) { return order_of(a) < order_of(b); });
  const auto same = [](const Finding& a, const Finding& b) { return order_of(a) == order_of(b); };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

std::string render(const Finding& finding, bool color) {
  const Palette colors = palette(color);
  const bool is_error = finding.severity == Severity::error;
  std::string place = place_text(finding.where);
  if (!place.empty()) place = format("{}{}:{} ", colors.bold, place, colors.reset);
  std::string text = format("{}{}{}:{} {} [{}]\n", place, is_error ? colors.error : colors.warning,
                            is_error ? "error" : "warning", colors.reset, printable(finding.problem), finding.code);
  if (!finding.source_line.empty()) text += excerpt(finding, colors);
  if (!finding.expected.empty()) {
    text += format("  {}expected:{} {}\n", colors.note, colors.reset, printable(finding.expected));
  }
  if (!finding.suggestion.empty()) {
    text += format("  {}hint:{} {}\n", colors.note, colors.reset, printable(finding.suggestion));
  }
  return text;
}

std::string render(const Findings& findings, bool color) {
  std::string text;
  for (const Finding& finding : findings.sorted()) text += render(finding, color);
  const std::size_t errors = findings.count(Severity::error);
  const std::size_t warnings = findings.count(Severity::warning);
  if (errors == 0 && warnings == 0) return "";
  if (errors > 0) text += count_text(errors, "error");
  if (errors > 0 && warnings > 0) text += ", ";
  if (warnings > 0) text += count_text(warnings, "warning");
  return text + "\n";
}

std::string nearest_name(const std::string& name, const std::vector<std::string>& known) {
  const std::string wanted = comparable(name);
  std::string nearest;
  std::size_t least = std::string::npos;
  for (const std::string& candidate : known) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t allowed = std::max<std::size_t>(longer, 3) / 3;
    // The lengths alone may already differ by more, which also spares a table of the size of a hostile name.
    if (longer - std::min(name.size(), candidate.size()) > allowed) continue;
    const std::size_t distance = edit_distance(wanted, comparable(candidate));
    if (distance > allowed || distance >= longer || distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return nearest.empty() ? "" : format("did you mean '{}'?", nearest);
}

}  // namespace ebbtide
