// The verb explain from the outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/program.h"
#include "support/temporary_folder.h"
#include "text/file.h"
#include "text/json.h"

namespace ebbtide::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
namespace fs = std::filesystem;

const std::string kData = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";

Ending explain(std::vector<std::string> words, bool with_data = true) {
  words.insert(words.begin(), "explain");
  if (with_data) words.insert(words.end(), {"--data", kData});
  words.insert(words.end(), {"--paths", "300"});
  return run_program(words);
}

TEST(Explain, TellsTheReferenceWeekOfBothUniverses) {
  const Ending ending = explain({"2026-01-23"});
  ASSERT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, StartsWith("Digital-asset exchange-traded products worldwide, week to 2026-01-23: net flow "
                                     "-1.73bn USD, -0.90 % of AUM, the largest outflow since the week to 2025-11-21 "
                                     "(-1.94bn USD) among known weeks (4 between are not). As of 2026-01-19"));
  EXPECT_THAT(ending.out, HasSubstr("AUM went from 193.0bn to 178.0bn USD (published): flow -1.7bn, market -13.3bn."));
  EXPECT_THAT(ending.out, HasSubstr("\nUS spot Bitcoin, Ether and Solana funds, week to 2026-01-23"));
  EXPECT_THAT(ending.out, HasSubstr("\n  asset   Ethereum "));
  EXPECT_THAT(ending.err, HasSubstr("load "));
}

TEST(Explain, WritesTheSameFilesForAnyNumberOfThreads) {
  const ebbtide::TemporaryFolder folder;
  const Ending one = explain({"2026-01-23", "2025-02-28", "--output", folder.file("one"), "--threads", "1", "-q"}),
               two = explain({"2026-01-23", "2025-02-28", "--output", folder.file("two"), "--threads", "3", "-q"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  EXPECT_EQ(one.err, "");
  for (const char* name : {"weeks.csv", "explanation.csv", "bridge.csv", "breadth.csv", "records.csv", "market.csv",
                           "explanation.md", "workbook.xlsx", "dictionary.json"}) {
    ASSERT_TRUE(fs::exists(folder.file("one") + "/" + name)) << name;
    EXPECT_EQ(*read_file(folder.file("one") + "/" + name), *read_file(folder.file("two") + "/" + name)) << name;
  }
  EXPECT_THAT(*read_file(folder.file("one") + "/manifest.json"), HasSubstr("\"explanation\": {"));
  EXPECT_EQ(explain({"2026-01-23", "--output", folder.file("one")}).exit_code, 2) << "nothing is overwritten";
}

TEST(Explain, PrintsItsTableInEveryForm) {
  const Ending csv = explain({"2026-01-23", "-u", "global-etp", "--format", "csv", "-q"});
  EXPECT_THAT(csv.out, StartsWith("universe,week_end,level,member,expected,macro,prices,unexplained,realised,"));
  EXPECT_THAT(csv.out, HasSubstr("\nglobal-etp,2026-01-23,asset,XRP,"));
  EXPECT_THAT(csv.out, Not(HasSubstr("us-spot-etf")));
  const Json json = Json::parse(explain({"2026-01-23", "-u", "global-etp", "--format", "json", "-q"}).out);
  EXPECT_EQ(json[0]["realised"], -1730.0);
  EXPECT_TRUE(json.back()["realised"].is_null()) << "the residual issuer";
  EXPECT_THAT(explain({"2026-01-23", "-u", "global-etp", "--format", "md", "-q"}).out, StartsWith("| universe "));
}

TEST(Explain, RefusesWhatIsNoPastWeekWithASuggestion) {
  const Ending saturday = explain({"2026-01-24"});
  EXPECT_EQ(saturday.exit_code, 2);
  EXPECT_EQ(saturday.out, "");
  EXPECT_THAT(saturday.err, HasSubstr("explain 2026-01-24: error: 2026-01-24 is a Saturday [not-a-friday]"));
  EXPECT_THAT(saturday.err, HasSubstr("2026-01-30 ends the week of that day"));
  const Ending later = explain({"2030-01-04", "-u", "us-spot-etf"});
  EXPECT_EQ(later.exit_code, 2);
  EXPECT_THAT(later.err, HasSubstr("[week-not-published]"));
  EXPECT_THAT(later.err, HasSubstr("the nearest that can be explained is 2026-03-27"));
  const Ending early = explain({"2024-04-19", "-u", "us-spot-etf"});
  EXPECT_EQ(early.exit_code, 2);
  EXPECT_THAT(early.err, HasSubstr("explain 2024-04-19: error: only 2 weeks of total flow"));
  EXPECT_THAT(early.err, HasSubstr("the first week of us-spot-etf that can be explained is 2024-06-28"));
  const Ending unknown = explain({"2026-01-23", "-u", "us-spot-eft"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean 'us-spot-etf'?"));
}

// Two findings for three universes would help nobody who asked for none by name.
TEST(Explain, OnlyWarnsOfAUniverseThatDoesNotKnowTheWeekWhileAnotherDoes) {
  const Ending ending = explain({"2024-06-28"});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, StartsWith("US spot"));
  EXPECT_THAT(ending.err, HasSubstr("warning: "));
  EXPECT_EQ(explain({"2024-06-28", "-u", "global-etp", "-u", "us-spot-etf"}).exit_code, 2) << "asked for by name";
}

TEST(Explain, ReplaysAListOfWeeks) {
  const ebbtide::TemporaryFolder folder;
  std::ofstream(folder.file("weeks.yaml"))
      << "schema: ebbtide-notable/1\ntitle: Two weeks\ndata: " << kData << "\nweeks:\n"
      << "  - {universe: us-spot-etf, week: 2025-02-28, title: The largest outflow, why: by size}\n"
      << "  - {universe: global-etp, week: 2026-01-23, title: The reference week, why: it started all}\n";
  const Ending ending = explain({"--weeks", folder.file("weeks.yaml"), "--output", folder.file("out")}, false);
  ASSERT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.out, HasSubstr("  us-spot-etf  2025-02-28    -2,954"));
  EXPECT_THAT(ending.out, HasSubstr("  The largest outflow\n"));
  EXPECT_THAT(*read_file(folder.file("out") + "/explanation.md"),
              StartsWith("# Two weeks\n\n## us-spot-etf: 2025-02-28"));
  const Ending csv = explain({"--weeks", folder.file("weeks.yaml"), "--format", "csv", "-q"}, false);
  EXPECT_THAT(csv.out, StartsWith("universe,week_end,origin,published,title,why,"));
}

}  // namespace
}  // namespace ebbtide::test
