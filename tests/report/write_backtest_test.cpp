#include "report/write_backtest.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

Table small_table(const std::string& name) {
  Table table(name, "A table", {{"week", ColumnType::integer, "weeks", "A week."}});
  table.append({std::int64_t{1}});
  return table;
}

ManifestInput input() {
  ManifestInput result;
  result.backtest = Json{{"name", "weeks"}};
  return result;
}

TEST(WriteBacktest, WritesTablesDictionaryAndManifest) {
  const TemporaryFolder folder;
  const Table scores = small_table("scores"), skill = small_table("skill");
  const auto outputs =
      write_backtest({&scores, &skill}, {{"note.md", "## Said\n"}}, input(), folder.file("out"), Overwrite::never);
  ASSERT_EQ(outputs.size(), 5U);
  EXPECT_EQ(*read_file(folder.file("out/note.md")), "## Said\n");
  EXPECT_EQ(*read_file(folder.file("out/scores.csv")), "week\n1\n");
  EXPECT_EQ(outputs[1].name, "skill.csv");
  EXPECT_EQ(*outputs[1].rows, 1U);
  const Json dictionary = Json::parse(*read_file(folder.file("out/dictionary.json")));
  EXPECT_EQ(dictionary["files"][1]["file"], "skill.csv");
  EXPECT_EQ(dictionary["files"][1]["columns"][0]["description"], "A week.");
  const Json manifest = Json::parse(*read_file(folder.file("out/manifest.json")));
  EXPECT_EQ(manifest["run"]["backtest"]["name"], "weeks");
  EXPECT_EQ(manifest["outputs"].size(), 4U);
}

TEST(WriteBacktest, LeavesNothingWhereTheNameIsTaken) {
  const TemporaryFolder folder;
  write_file(folder.file("out"), "mine");
  const Table scores = small_table("scores");
  EXPECT_THROW(write_backtest({&scores}, {}, input(), folder.file("out"), Overwrite::never), InputError);
  EXPECT_EQ(*read_file(folder.file("out")), "mine");
}

TEST(RunManifest, SaysNothingOfABacktestWithoutOne) {
  EXPECT_FALSE(run_json(ManifestInput{}).contains("backtest"));
}

}  // namespace
}  // namespace ebbtide
