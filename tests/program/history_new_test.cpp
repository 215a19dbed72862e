// `history new`: a skeleton that the check leads through, from nothing to a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/program.h"
#include "support/scenarios.h"

namespace ebbtide::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A data folder with the shipped market and no universe.
class DataFolder {
 public:
  DataFolder() {
    fs::create_directory_symlink(fs::path(EBBTIDE_SOURCE_DIR) / "scenarios/market", folder_.path() / "market");
  }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string write(const std::string& name, const std::string& text) const { return folder_.write(name, text); }
  std::vector<std::string> names(const std::string& name) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_.path() / name)) found.push_back(entry.path().filename());
    return found;
  }

 private:
  TemporaryFolder folder_;
};

void fill_in(std::string& text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
}

// Weeks of one product that gains 2m USD a week and 1m more in every third.
std::string flow_rows() {
  std::string rows;
  const std::string market =
      ebbtide::testing::file_text(std::string(EBBTIDE_SOURCE_DIR) + "/scenarios/market/factors.csv");
  int week = 0;
  for (std::size_t at = market.find("\n2024-10-04"); at != std::string::npos; at = market.find('\n', at + 1)) {
    const std::string week_end = market.substr(at + 1, 10);
    if (week_end.size() < 10 || week_end > "2026-01-16") break;
    rows += week_end + ",Bitcoin,Germany,Our family," + (++week % 3 == 0 ? "3.0" : "2.0") + "\n";
  }
  return rows;
}

TEST(HistoryNew, LeadsFromNothingToARun) {
  const DataFolder data;
  const Ending made = run_program({"history", "new", "our-funds", "--output", data.path("universes")});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, IsEmpty());
  EXPECT_THAT(made.err, HasSubstr("ebbtide history check " + data.path("universes/our-funds")));
  EXPECT_THAT(data.names("universes"), UnorderedElementsAre("our-funds"));
  EXPECT_THAT(data.names("universes/our-funds"),
              UnorderedElementsAre("universe.yaml", "flows.csv", "aum.csv", "SOURCES.md"));

  const std::string universe = data.path("universes/our-funds");
  EXPECT_EQ(run_program({"history", "check", universe}).exit_code, 2);
  std::string text = ebbtide::testing::file_text(universe + "/universe.yaml");
  fill_in(text, "title: ", "title: Our funds");
  fill_in(text, "about: ", "about: All of them");
  fill_in(text, "  date: ", "  date: 2024-10-04");
  fill_in(text, "  why: ", "  why: the first week");
  for (const char* member : {"- {name: Bitcoin", "- {name: Germany", "- {name: Our family"})
    fill_in(text, std::string("# ") + member, member);
  data.write("universes/our-funds/universe.yaml", text);
  std::ofstream(universe + "/flows.csv", std::ios::app) << flow_rows();
  std::ofstream(universe + "/aum.csv", std::ios::app) << "2024-10-04,Bitcoin,Germany,Our family,300\n";
  const Ending checked = run_program({"history", "check", "--strict", universe});
  EXPECT_EQ(checked.exit_code, 0) << checked.err;

  const std::string scenario = data.write(
      "week.yaml",
      "schema: ebbtide-scenario/1\ntitle: A week\nuniverse: our-funds\nas_of: 2026-01-20\nhorizon: 4 weeks\npaths: "
      "1000\nseed: 1\n");
  const Ending ran = run_program({"run", scenario, "--output", data.path("out")});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_TRUE(fs::exists(data.path("out/workbook.xlsx")));
}

TEST(HistoryNew, NeverOverwrites) {
  const DataFolder data;
  data.write("universes/ours/flows.csv", "mine");
  data.write("universes/file", "mine");
  fs::create_symlink("nowhere", data.path("universes/link"));
  for (const char* name : {"ours", "file", "link"}) {
    const Ending ending = run_program({"history", "new", name, "-o", data.path("universes")});
    EXPECT_EQ(ending.exit_code, 2) << name;
    EXPECT_THAT(ending.err, AllOf(HasSubstr("[output-exists]"), HasSubstr(data.path("universes/") + name)));
  }
  EXPECT_THAT(data.names("universes/ours"), UnorderedElementsAre("flows.csv"));
  EXPECT_EQ(ebbtide::testing::file_text(data.path("universes/ours/flows.csv")), "mine");
  EXPECT_THAT(data.names("universes"), UnorderedElementsAre("ours", "file", "link"));
}

TEST(HistoryNew, RefusesNamesAndSaysWhichItTakes) {
  const DataFolder data;
  for (const char* name : {"Our Funds", "../ours", "a/b"}) {
    const Ending ending = run_program({"history", "new", name, "-o", data.path("universes")});
    EXPECT_EQ(ending.exit_code, 2) << name;
    EXPECT_THAT(ending.err, HasSubstr("expected lower-case letters, digits and '-'"));
  }
  EXPECT_FALSE(fs::exists(data.path("universes")));
}

TEST(HistoryNew, SaysWhereAMarketIsMissing) {
  const TemporaryFolder folder;
  const Ending ending = run_program({"history", "new", "ours", "-o", (folder.path() / "universes").string()});
  EXPECT_EQ(ending.exit_code, 0) << ending.err;
  EXPECT_THAT(ending.err, HasSubstr((folder.path() / "market").string()));
}

TEST(HistoryNew, ThatCannotBeWrittenIsAnIoFailure) {
  EXPECT_EQ(run_program({"history", "new", "ours", "-o", "/proc/universes"}).exit_code, 3);
}

}  // namespace
}  // namespace ebbtide::test
