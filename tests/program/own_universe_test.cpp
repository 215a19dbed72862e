// docs/own-universe.md against the program: its commands are run as they stand, and what they print is what the page
// says. EBBTIDE_UPDATE_PAGES=1 in the environment writes what they print into the page.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <regex>
#include <sstream>

#include "support/program.h"
#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = EBBTIDE_SOURCE_DIR;
const std::string kPage = (kSource / "docs/own-universe.md").string();

// A working folder that looks like a clone from the inside.
class Workplace {
 public:
  Workplace() {
    for (const char* name : {"docs", "scenarios"}) fs::create_directory_symlink(kSource / name, folder_.path() / name);
  }

  // What the command prints on both streams, but for progress and times, which differ from run to run.
  std::string run(const std::string& command) const {
    const std::string program_folder = fs::path(EBBTIDE_PROGRAM).parent_path().string();
    const std::string line = "cd '" + folder_.path().string() + "' && PATH='" + program_folder +
                             ":/usr/bin:/bin' LC_ALL=C TERM=dumb; export PATH LC_ALL TERM; { " + command + "; } 2>&1";
    std::FILE* pipe = popen(line.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen failed");
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
      text.append(buffer.data(), count);
    pclose(pipe);
    return without_times(text);
  }

 private:
  static std::string without_times(const std::string& text) {
    static const std::regex kTimes("^([a-z]+: [0-9.]+ s|load [0-9.]+ s, .*|[a-z]+: [0-9]+ %.*)$");
    std::istringstream lines(text);
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
      if (!std::regex_match(line, kTimes)) kept += line + '\n';
    }
    return kept;
  }

  TemporaryFolder folder_;
};

// The page with the output of every command replaced by what it prints now.
std::string page_with_outputs(const std::string& page, int& commands) {
  const Workplace workplace;
  std::istringstream lines(page);
  std::string result;
  bool in_console = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "```console") in_console = true;
    if (line == "```") in_console = false;
    const bool command = in_console && line.starts_with("$ ");
    if (in_console && !command && line != "```console") continue;
    result += line + '\n';
    if (!command) continue;
    result += workplace.run(line.substr(2));
    ++commands;
  }
  return result;
}

TEST(OwnUniverse, PageSaysWhatItsCommandsPrint) {
  const std::string page = ebbtide::testing::file_text(kPage);
  int commands = 0;
  const std::string now = page_with_outputs(page, commands);
  EXPECT_GE(commands, 20);
  if (std::getenv("EBBTIDE_UPDATE_PAGES") != nullptr) std::ofstream(kPage) << now;
  EXPECT_EQ(page, now);
}

TEST(OwnUniverse, EndsInAWorkbook) {
  const Workplace workplace;
  EXPECT_EQ(workplace.run("mkdir -p desk/universes/invented-funds && ln -s ../scenarios/market desk/market && "
                          "cp docs/examples/own-universe/*.csv docs/examples/own-universe/universe.yaml "
                          "desk/universes/invented-funds && cp docs/examples/own-universe/bitcoin-falls.yaml desk && "
                          "ebbtide history check --strict -q desk/universes/invented-funds && "
                          "ebbtide run -q --paths 2000 desk/bitcoin-falls.yaml --output out > /dev/null && "
                          "head -c 2 out/workbook.xlsx"),
            "PK\n");
}

}  // namespace
}  // namespace ebbtide::test
