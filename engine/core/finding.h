// Findings: everything that is wrong with an input, gathered so that one report tells all of it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace ebbtide {

// A place in an input file. line and column count from 1, column in characters (not bytes); line 0 means the file as a
// whole, column 0 the line as a whole.
struct SourcePosition {
  std::string file = {};
  int line = 0;
  int column = 0;
  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

enum class Severity { error, warning };

// One thing wrong. `code` is a stable kebab-case name ("unknown-key") listed in docs/findings.md.
struct Finding {
  std::string code = {};
  Severity severity = Severity::error;
  SourcePosition where = {};
  std::string source_line = {};  // the text of the line, empty when there is none
  std::string problem = {};      // "unknown key 'rate_bpp'"
  std::string expected = {};     // "one of: factor, flow, ..."; may be empty
  std::string suggestion = {};   // "did you mean 'rate_bp'?"; may be empty
};

// Collects findings; order of report is file, line, column, code, duplicates removed. Of one kind in one file the first
// 100 are kept and the rest counted: a last finding of that kind, placed at the file as a whole, then tells how many.
class Findings {
 public:
  static constexpr std::size_t kMostOfAKind = 100;

  void add(Finding finding);
  void append(const Findings& other);
  // A copy in which findings without a place are about `file` as a whole.
  Findings placed_in(const std::string& file) const;
  // A copy in which findings with a line but not its text have what `line_at` gives for their place.
  Findings with_lines(const std::function<std::string(const SourcePosition&)>& line_at) const;
  bool has_errors() const;
  bool has_warnings() const;
  bool empty() const { return findings_.empty(); }
  std::vector<Finding> sorted() const;
  // Findings of a severity, the counted ones included.
  std::size_t count(Severity severity) const;

 private:
  using Kind = std::tuple<std::string, std::string, Severity>;  // file, code

  std::vector<Finding> findings_;
  std::map<Kind, std::size_t> kept_;
  std::map<Kind, std::size_t> omitted_;
};

// "file:line:col: error: problem [code]", the source line, a caret, expectation and suggestion, each on a line of its
// own and the last one ended too. Control characters of the input are shown as '?'; of a long line the part around the
// column.
std::string render(const Finding& finding, bool color);
// All of them in order of report, followed by "2 errors, 1 warning"; "" when there is none.
std::string render(const Findings& findings, bool color);

// The name among `known` nearest to `name`, or "" when none is near enough to suggest. Nearness is the number of
// letters added, dropped, changed or swapped with their neighbour (restricted Damerau-Levenshtein distance), upper and
// lower case and the separators "_", "-" and " " being alike; at most a third of the longer name may differ. The first
// of equals wins.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);
// "did you mean 'x'?" or "".
std::string did_you_mean(const std::string& name, const std::vector<std::string>& known);

}  // namespace ebbtide
