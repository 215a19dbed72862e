// The corpus of broken histories: tests/history/fail/<case> holds the files that differ from tests/history/base, and in
// expected.txt every finding they must produce, one "code file:line" a line, nothing else. A file named <name>.absent
// takes <name> away; a folder is another universe beside the case's.
#include "history/finding_codes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/format.h"
#include "history/check.h"
#include "history/load.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(EBBTIDE_SOURCE_DIR) / "tests/history";

// A copy of the base with a case laid over it, removed at the end.
class CaseFolder {
 public:
  explicit CaseFolder(const fs::path& overlay) : path_(folder_.path() / overlay.filename()) {
    fs::copy(kFolder / "base", path_);
    for (const auto& entry : fs::directory_iterator(overlay)) {
      if (entry.path().extension() == ".absent") {
        fs::remove(path_ / entry.path().stem());
      } else if (entry.is_directory()) {  // another universe beside it
        fs::copy(entry.path(), folder_.path() / entry.path().filename());
      } else {
        fs::copy(entry.path(), path_ / entry.path().filename(), fs::copy_options::overwrite_existing);
      }
    }
  }
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;
  std::string text() const { return path_.string(); }

 private:
  TemporaryFolder folder_;
  fs::path path_;
};

std::multiset<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(file);
  std::multiset<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.insert(line);
  return lines;
}

Findings findings_of(const std::string& folder) {
  Findings findings;
  const auto history = load_history(folder, folder, findings);
  EXPECT_EQ(history.has_value(), !findings.has_errors());
  if (history) findings.append(check_history(*history, folder));
  return findings;
}

std::multiset<std::string> summary(const Findings& findings) {
  std::multiset<std::string> lines;
  for (const Finding& finding : findings.sorted()) {
    const std::string file = fs::path(finding.where.file).filename().string();
    lines.insert(format("{} {}:{}", finding.code, file, finding.where.line));
  }
  return lines;
}

std::vector<fs::path> cases() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kFolder / "fail")) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

TEST(FailCorpus, BaseIsWithoutFindings) {
  const Findings findings = findings_of((kFolder / "base").string());
  EXPECT_TRUE(findings.empty()) << render(findings, false);
}

TEST(FailCorpus, EveryCaseProducesItsFindingsAndNothingElse) {
  ASSERT_GE(cases().size(), 25U);
  for (const fs::path& folder : cases()) {
    const CaseFolder work(folder);
    const std::multiset<std::string> expected = lines_of(folder / "expected.txt");
    ASSERT_FALSE(expected.empty()) << folder;
    const Findings findings = findings_of(work.text());
    EXPECT_EQ(summary(findings), expected) << folder.filename() << '\n' << render(findings, false);
  }
}

TEST(FailCorpus, FindingsSayWhatIsWrongAndWhatIsExpected) {
  for (const fs::path& folder : cases()) {
    const CaseFolder work(folder);
    for (const Finding& finding : findings_of(work.text()).sorted()) {
      EXPECT_FALSE(finding.problem.empty()) << folder << ' ' << finding.code;
      if (finding.code == "unreadable-file") continue;
      EXPECT_FALSE(finding.expected.empty()) << folder << ' ' << finding.code;
    }
  }
}

TEST(FailCorpus, HoldsEveryCodeOfTheLayer) {
  std::set<std::string> seen;
  for (const fs::path& folder : cases()) {
    for (const std::string& line : lines_of(folder / "expected.txt")) seen.insert(line.substr(0, line.find(' ')));
  }
  for (const char* known : code::kAll)
    EXPECT_TRUE(seen.count(known)) << "no case in tests/history/fail shows " << known;
}

TEST(FindingCodes, AreAllListedAndExplained) {
  std::ifstream stream(kFolder.parent_path().parent_path() / "docs/findings.md");
  std::stringstream text;
  text << stream.rdbuf();
  std::ifstream header(kFolder.parent_path().parent_path() / "engine/history/finding_codes.h");
  std::set<std::string> declared;
  for (std::string line; std::getline(header, line);) {
    const auto quote = line.find('"');
    if (line.rfind("inline constexpr const char* k", 0) == 0)
      declared.insert(line.substr(quote + 1, line.rfind('"') - quote - 1));
  }
  EXPECT_EQ(declared, std::set<std::string>(code::kAll.begin(), code::kAll.end()));
  for (const std::string& name : declared) {
    EXPECT_NE(text.str().find('`' + name + '`'), std::string::npos) << "docs/findings.md does not explain " << name;
  }
}

}  // namespace
}  // namespace ebbtide
