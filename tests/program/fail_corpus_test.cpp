// The corpora of bad input through the built program: every file of tests/scenarios/fail by `validate`, every folder of
// tests/history/fail by `history check`, and every file of tests/scenarios/fail/run by `run` and `validate` in a copy
// of that folder, where nothing may change.
//
// Lines at the head of a file: "expect: CODE PLACE" and "warn: CODE PLACE" with the place as the program prints it
// (line:column alone is of the file itself), "verb: VERB" where it is another than `run`, "option: WORD" before FILE,
// "run: WORDS" after `run FILE` (without --output among them: --output out), "pad: BYTES" of comment lines appended
// before the run, "pad-line: BYTES" of one comment line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

#include "support/program.h"
#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

namespace fs = std::filesystem;
using ebbtide::testing::corpus;
using ebbtide::testing::head_lines;
using ebbtide::testing::yaml_files;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

// "code place" of every finding of a severity on standard error; a place in a JSON file is "file /pointer".
std::vector<std::string> findings_in(const std::string& text, const std::string& severity) {
  const std::regex kFinding("(.+): " + severity + ": (?:(/[^ ]*): )?.* \\[([a-z0-9-]+)\\]");
  std::vector<std::string> found;
  std::istringstream lines(text);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_match(line, match, kFinding)) continue;
    found.push_back(match[3].str() + " " + match[1].str() + (match[2].matched ? " " + match[2].str() : ""));
  }
  return found;
}

// As a head says it: "code 3:7" and "code 0:0" are about the file itself, ":0" and ":0:0" about a line or file as a
// whole, which the program prints without them.
std::string as_printed(const std::string& expected, const std::string& file) {
  const std::string code = expected.substr(0, expected.find(' '));
  std::string place = expected.substr(code.size() + 1);
  if (std::regex_match(place, std::regex("[0-9]+:[0-9]+"))) place.insert(0, file + ":");
  while (place.size() > 2 && place.compare(place.size() - 2, 2, ":0") == 0) place.resize(place.size() - 2);
  return code + " " + place;
}

std::vector<std::string> expected_of(const std::string& path, const std::string& keyword) {
  std::vector<std::string> lines;
  for (const std::string& line : head_lines(path, keyword))
    lines.push_back(as_printed(line, fs::path(path).filename().string()));
  return lines;
}

void expect_findings(const Ending& ending, const std::string& path) {
  EXPECT_EQ(ending.exit_code, 2) << path << "\n" << ending.err;
  EXPECT_EQ(ending.out, "") << path;
  EXPECT_THAT(findings_in(ending.err, "error"), UnorderedElementsAreArray(expected_of(path, "expect"))) << path << "\n"
                                                                                                        << ending.err;
  EXPECT_THAT(findings_in(ending.err, "warning"), UnorderedElementsAreArray(expected_of(path, "warn"))) << path << "\n"
                                                                                                        << ending.err;
}

// "code /folder/flows.csv:3:7" as "code flows.csv:3"; a file as a whole is at line 0.
std::string short_place(const std::string& line) {
  const std::size_t space = line.find(' ');
  std::string place = fs::path(line.substr(space + 1)).filename().string();
  const std::size_t first = place.find(':');
  if (first == std::string::npos) return line.substr(0, space + 1) + place + ":0";
  return line.substr(0, space + 1) + place.substr(0, place.find(':', first + 1));
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// A copy of the folder of bad runs with the padding its files ask for.
class RunCorpus {
 public:
  RunCorpus() : path_((folder_.path() / "run").string()) {
    fs::copy(corpus("fail") + "/run", path_, fs::copy_options::recursive);
    for (const std::string& file : yaml_files(path_)) {
      std::string more;
      for (const std::string& bytes : head_lines(file, "pad")) {
        while (more.size() < std::stoul(bytes)) more += "#" + std::string(98, '-') + "\n";
      }
      for (const std::string& bytes : head_lines(file, "pad-line"))
        more += "#" + std::string(std::stoul(bytes) - 1, '-') + "\n";
      std::ofstream(file, std::ios::binary | std::ios::app) << more;
    }
  }
  const std::string& path() const { return path_; }

  // Everything below the folder that holds the copy, with its bytes.
  std::map<std::string, std::string> content() const {
    std::map<std::string, std::string> result;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      result[entry.path().string()] = entry.is_regular_file() ? ebbtide::testing::file_text(entry.path().string()) : "";
    }
    return result;
  }

 private:
  TemporaryFolder folder_;
  std::string path_;
};

TEST(FailCorpus, OfScenariosIsRefusedByTheProgramWithExactlyItsFindings) {
  const std::string folder = corpus("fail");
  for (const std::string& path : yaml_files(folder)) {
    Call call{.words = {"validate", fs::path(path).filename().string()}, .folder = folder};
    for (const std::string& other : head_lines(path, "with")) call.words.push_back(other);
    for (const std::string& value : head_lines(path, "set")) call.words.insert(call.words.end(), {"--set", value});
    call.words.insert(call.words.end(), {"--data", std::string(EBBTIDE_SOURCE_DIR) + "/scenarios"});
    expect_findings(run_program(call), path);
  }
}

// Every case of tests/history/fail laid over tests/history/base, as a universe with a market beside it. Its expected
// lines name files without their folder and lines without column.
TEST(FailCorpus, OfHistoriesIsRefusedByTheProgramWithExactlyItsFindings) {
  const fs::path histories = fs::path(EBBTIDE_SOURCE_DIR) / "tests/history";
  for (const auto& overlay : fs::directory_iterator(histories / "fail")) {
    const TemporaryFolder folder;
    const fs::path universe = folder.path() / "universes" / "case";
    const fs::path market = folder.path() / "market";
    fs::create_directories(folder.path() / "universes");
    fs::copy(histories / "base", universe);
    for (const auto& entry : fs::directory_iterator(overlay)) {
      if (entry.is_directory()) {  // another universe
        fs::copy(entry.path(), folder.path() / "universes" / entry.path().filename(), fs::copy_options::recursive);
      } else if (entry.path().extension() == ".absent") {
        fs::remove(universe / entry.path().stem());
      } else {
        fs::copy(entry.path(), universe / entry.path().filename(), fs::copy_options::overwrite_existing);
      }
    }
    fs::create_directory(market);
    for (const char* name : {"market.yaml", "factors.csv"}) {
      if (fs::exists(universe / name)) fs::rename(universe / name, market / name);
    }
    const Ending ending = run_program({"history", "check", universe.string(), "--strict"});
    EXPECT_EQ(ending.exit_code, 2) << overlay << "\n" << ending.err;
    std::vector<std::string> found;
    for (const char* severity : {"error", "warning"}) {
      for (const std::string& line : findings_in(ending.err, severity)) found.push_back(short_place(line));
    }
    std::vector<std::string> expected;
    std::istringstream lines(ebbtide::testing::file_text((overlay.path() / "expected.txt").string()));
    for (std::string line; std::getline(lines, line);) expected.push_back(line);
    EXPECT_THAT(found, UnorderedElementsAreArray(expected)) << overlay << "\n" << ending.err;
  }
}

TEST(FailCorpus, OfRunsIsRefusedWithExactlyItsFindingsAndNothingWritten) {
  const RunCorpus copy;
  const auto before = copy.content();
  ASSERT_GE(yaml_files(copy.path()).size(), 20U);
  for (const std::string& path : yaml_files(copy.path())) {
    const std::vector<std::string> verbs = head_lines(path, "verb");
    Call call{.words = {verbs.empty() ? "run" : verbs.front()}, .folder = copy.path()};
    for (const std::string& option : head_lines(path, "option")) call.words.push_back(option);
    call.words.push_back(fs::path(path).filename().string());
    for (const std::string& line : head_lines(path, "run")) {
      const std::vector<std::string> words = words_of(line);
      call.words.insert(call.words.end(), words.begin(), words.end());
    }
    const bool has_output = std::find(call.words.begin(), call.words.end(), "--output") != call.words.end();
    if (!has_output) {
      call.words.front() = "validate";
      expect_findings(run_program(call), path);
      call.words.front() = "run";
      call.words.insert(call.words.end(), {"--output", "out"});
    }
    ASSERT_THAT(head_lines(path, "expect"), Not(IsEmpty())) << path;
    expect_findings(run_program(call), path);
    EXPECT_EQ(copy.content(), before) << path;
  }
}

}  // namespace
}  // namespace ebbtide::test
