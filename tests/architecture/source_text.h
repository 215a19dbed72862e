// Source files as the architecture rules see them: text, lines, includes, code without comments and literals.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace ebbtide::architecture {

struct SourceFile {
  std::string path;  // relative to the project's root, '/' separated
  std::string text;
};

struct Include {
  std::string target;  // "core/error.h" or "fmt/format.h", without quotes or brackets
  bool quoted = false;
  int line = 0;
};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline std::vector<Include> includes_of(const std::string& text) {
  std::vector<Include> includes;
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("\"<");
    if (open == std::string_view::npos) continue;
    const std::size_t close = line.find_first_of("\">", open + 1);
    if (close == std::string_view::npos) continue;
    includes.push_back(
        {std::string(line.substr(open + 1, close - open - 1)), line[open] == '"', static_cast<int>(i) + 1});
  }
  return includes;
}

// The text with comments and the contents of string and character literals blanked; line breaks stay. Raw strings are
// blanked too.
inline std::string code_only(const std::string& text) {
  std::string code = text;
  const auto blank = [&code](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < std::min(last, code.size()); ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text.compare(i, 2, "//") == 0) {
      end = std::min(text.find('\n', i), text.size());
      blank(i, end);
    } else if (text.compare(i, 2, "/*") == 0) {
      end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
      blank(i, end);
    } else if (text.compare(i, 2, "R\"") == 0) {
      const std::size_t open = std::min(text.find('(', i), text.size() - 1);
      const std::string close = ")" + text.substr(i + 2, open - i - 2) + "\"";
      end = std::min(text.find(close, open), text.size() - close.size()) + close.size();
      blank(i, end);
    } else if (text[i] == '"' ||
               (text[i] == '\'' && (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0))) {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
      blank(i + 1, end);
      ++end;
    }
    i = end;
  }
  return code;
}

// Files below `folder` of the project whose extension is listed, sorted by path.
inline std::vector<SourceFile> read_sources(const std::filesystem::path& root, const std::string& folder,
                                            const std::set<std::string>& extensions) {
  std::vector<SourceFile> files;
  const std::set<std::string> not_ours = {".git", "build", "results"};
  if (!std::filesystem::exists(root / folder)) return files;
  for (auto entry = std::filesystem::recursive_directory_iterator(root / folder);
       entry != std::filesystem::recursive_directory_iterator(); ++entry) {
    const std::string relative = std::filesystem::relative(entry->path(), root).generic_string();
    if (entry->is_directory() && not_ours.contains(relative)) entry.disable_recursion_pending();
    if (!entry->is_regular_file() || !extensions.contains(entry->path().extension().string())) continue;
    std::ifstream stream(entry->path(), std::ios::binary);
    files.push_back({relative, std::string(std::istreambuf_iterator<char>(stream), {})});
  }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace ebbtide::architecture
