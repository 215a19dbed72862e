// The worked examples of docs/scenario-examples.md: every file is fine, named there, and quoted as it stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/program.h"
#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

using ::testing::HasSubstr;

const std::string kFolder = std::string(EBBTIDE_SOURCE_DIR) + "/docs/examples";

TEST(Examples, AreFine) {
  const Ending ending = run_program({"validate", "docs/examples", "--data", "scenarios"});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.err, HasSubstr("fine: 7 scenarios in 6 files"));
}

// What a file holds beyond its heading is what the page shows.
TEST(Examples, StandInThePageAsTheyAre) {
  const std::string page = ebbtide::testing::file_text(std::string(EBBTIDE_SOURCE_DIR) + "/docs/scenario-examples.md");
  int shown = 0;
  for (const std::string& file : ebbtide::testing::yaml_files(kFolder)) {
    const std::string name = std::filesystem::path(file).stem();
    if (name == "baseline") continue;
    EXPECT_THAT(page, HasSubstr(": `" + name + "`\n"));
    const std::string text = ebbtide::testing::file_text(file);
    const std::size_t title = text.find("\ntitle: ");
    ASSERT_NE(title, std::string::npos) << name;
    EXPECT_THAT(page, HasSubstr("```yaml" + text.substr(text.find('\n', title + 1)) + "```\n")) << name;
    ++shown;
  }
  EXPECT_EQ(shown, 5);
}

}  // namespace
}  // namespace ebbtide::test
