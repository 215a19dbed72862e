#include "report/write_explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/explanations.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

ManifestInput input() {
  ManifestInput result;
  result.explanation = Json{{"paths", 1000}};
  return result;
}

TEST(WriteExplanation, WritesTablesTextWorkbookDictionaryAndManifest) {
  const TemporaryFolder folder;
  Explanation titled = fixture::small_explanation();
  titled.title = "A week";
  titled.why = "because";
  const auto outputs =
      write_explanation("Weeks", {fixture::small_explanation(), titled}, input(), folder.file("out"), Overwrite::never);
  std::vector<std::string> names;
  for (const OutputFile& output : outputs) names.push_back(output.name);
  EXPECT_EQ(names, (std::vector<std::string>{"weeks.csv", "explanation.csv", "bridge.csv", "breadth.csv", "records.csv",
                                             "market.csv", "explanation.md", "workbook.xlsx", "dictionary.json",
                                             "manifest.json"}));
  EXPECT_EQ(*outputs[1].rows, 8U);
  const std::string text = *read_file(folder.file("out/explanation.md"));
  EXPECT_THAT(text, HasSubstr("# Weeks\n\n## funds: 2026-01-23\nFunds, week to 2026-01-23"));
  EXPECT_THAT(text, HasSubstr("\n## funds: 2026-01-23, A week\nbecause\n\nFunds, week to"));
  const Json manifest = Json::parse(*read_file(folder.file("out/manifest.json")));
  EXPECT_EQ(manifest["run"]["explanation"]["paths"], 1000);
  EXPECT_EQ(manifest["outputs"].size(), 9U);
  const Json dictionary = Json::parse(*read_file(folder.file("out/dictionary.json")));
  EXPECT_EQ(dictionary["files"].size(), 6U);
}

TEST(WriteExplanation, LeavesNothingWhereTheNameIsTaken) {
  const TemporaryFolder folder;
  write_file(folder.file("out"), "mine");
  EXPECT_THROW(write_explanation("", {fixture::small_explanation()}, input(), folder.file("out"), Overwrite::never),
               InputError);
  EXPECT_EQ(*read_file(folder.file("out")), "mine");
}

}  // namespace
}  // namespace ebbtide
