#include "report/write_backtest.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/backtest_tables.h"
#include "support/temporary_folder.h"
#include "text/csv.h"
#include "text/file.h"

namespace ebbtide {
namespace {

ManifestInput input() {
  ManifestInput result;
  result.backtest = Json{{"name", "weeks"}};
  return result;
}

TEST(WriteBacktest, WritesTablesDictionaryAndManifest) {
  const TemporaryFolder folder;
  const BacktestResults results = fixture::backtest_tables();
  const auto outputs =
      write_backtest(results, {{"note.md", "## Said\n"}}, input(), folder.file("out"), Overwrite::never);
  ASSERT_EQ(outputs.size(), 13U);
  EXPECT_EQ(*read_file(folder.file("out/note.md")), "## Said\n");
  EXPECT_EQ(*read_file(folder.file("out/scores.csv")), csv_text(results.scores));
  EXPECT_EQ(outputs[1].name, "skill.csv");
  EXPECT_EQ(*outputs[1].rows, results.skill.row_count());
  EXPECT_TRUE(read_file(folder.file("out/workbook.xlsx")).has_value());
  const Json dictionary = Json::parse(*read_file(folder.file("out/dictionary.json")));
  EXPECT_EQ(dictionary["files"][1]["file"], "skill.csv");
  EXPECT_EQ(dictionary["files"][1]["columns"][0]["name"], "universe");
  const Json manifest = Json::parse(*read_file(folder.file("out/manifest.json")));
  EXPECT_EQ(manifest["run"]["backtest"]["name"], "weeks");
  EXPECT_EQ(manifest["outputs"].size(), 12U);
}

TEST(WriteBacktest, LeavesNothingWhereTheNameIsTaken) {
  const TemporaryFolder folder;
  write_file(folder.file("out"), "mine");
  EXPECT_THROW(write_backtest(fixture::backtest_tables(), {}, input(), folder.file("out"), Overwrite::never),
               InputError);
  EXPECT_EQ(*read_file(folder.file("out")), "mine");
}

TEST(RunManifest, SaysNothingOfABacktestWithoutOne) {
  EXPECT_FALSE(run_json(ManifestInput{}).contains("backtest"));
}

}  // namespace
}  // namespace ebbtide
