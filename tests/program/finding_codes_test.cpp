// docs/findings.md against the program and the corpora: every code has a file that must produce it, and every code in
// the sources is explained.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

namespace fs = std::filesystem;
using Codes = std::set<std::string>;
using ::testing::IsEmpty;

const std::string kRoot = EBBTIDE_SOURCE_DIR;

Codes matches(const std::string& text, const std::regex& pattern) {
  Codes found;
  for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
    found.insert((*match)[1].str());
  return found;
}

Codes documented() {
  return matches(ebbtide::testing::file_text(kRoot + "/docs/findings.md"), std::regex("\n\\| `([a-z0-9-]+)` \\|"));
}

// Codes that the files of the corpora name.
Codes produced() {
  Codes codes;
  for (const char* folder : {"fail", "fail/run"}) {
    for (const std::string& file : ebbtide::testing::yaml_files(ebbtide::testing::corpus(folder))) {
      codes.merge(matches(ebbtide::testing::file_text(file), std::regex("# (?:expect|warn): ([a-z0-9-]+) ")));
    }
  }
  for (const auto& entry : fs::directory_iterator(kRoot + "/tests/history/fail")) {
    const std::string lines = "\n" + ebbtide::testing::file_text((entry.path() / "expected.txt").string());
    codes.merge(matches(lines, std::regex("\n([a-z0-9-]+) ")));
  }
  return codes;
}

// Texts in the sources that look like codes and are none.
const Codes kNoCodes = {"cuts-fade",    "e-3",     "exact-quantiles", "flow-model", "least-sample",
                        "origin-weeks", "p-value", "update-baseline", "yyyy-mm-dd"};

Codes in_sources() {
  Codes codes;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot + "/engine")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cpp" && extension != ".h") continue;
    codes.merge(matches(ebbtide::testing::file_text(entry.path().string()), std::regex("\"([a-z]+(?:-[a-z0-9]+)+)\"")));
  }
  return codes;
}

std::vector<std::string> missing(const Codes& wanted, const Codes& present) {
  std::vector<std::string> result;
  std::set_difference(wanted.begin(), wanted.end(), present.begin(), present.end(), std::back_inserter(result));
  return result;
}

TEST(FindingCodes, EachHaveAFileThatMustProduceThem) {
  ASSERT_GT(documented().size(), 90U);
  EXPECT_THAT(missing(documented(), produced()), IsEmpty());
}

TEST(FindingCodes, OfTheSourcesAreAllExplained) {
  ASSERT_GT(in_sources().size(), 90U);
  Codes explained = documented();
  explained.insert(kNoCodes.begin(), kNoCodes.end());
  EXPECT_THAT(missing(in_sources(), explained), IsEmpty()) << "not in docs/findings.md, nor listed here as no code";
}

TEST(FindingCodes, ThatAreExplainedAreInTheSources) {
  EXPECT_THAT(missing(documented(), in_sources()), IsEmpty());
}

}  // namespace
}  // namespace ebbtide::test
