#include "app/universe_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

const std::string kShipped = std::string(EBBTIDE_SOURCE_DIR) + "/scenarios";

// Two folders with a universe of the same name each, and nothing in it.
class TwoFolders : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* folder : {"one", "two"})
      std::filesystem::create_directories(root_ / folder / "universes" / "mine");
    std::filesystem::create_directories(root_ / "two" / "universes" / "other");
  }
  std::string file(const std::string& name) const { return (root_ / name).generic_string(); }

  TemporaryFolder temporary_;
  std::filesystem::path root_ = temporary_.path();
};

TEST(UniverseStore, FindsAUniverseBesideTheScenarioFile) {
  UniverseStore store({kShipped + "/baseline.yaml", kShipped + "/../scenarios/other.yaml"}, std::nullopt);
  Findings findings;
  const History* history = store.find("us-spot-etf", findings);
  ASSERT_NE(history, nullptr) << render(findings, false);
  EXPECT_EQ(history->universe().name, "us-spot-etf");
  EXPECT_EQ(store.lookup()("us-spot-etf", findings), history);
  EXPECT_EQ(store.folders("us-spot-etf").market, kShipped + "/market");
}

TEST(UniverseStore, PrefersTheDataFolder) {
  UniverseStore store({"elsewhere/a.yaml"}, kShipped);
  Findings findings;
  EXPECT_NE(store.find("global-etp", findings), nullptr) << render(findings, false);
}

TEST_F(TwoFolders, SuggestTheNameThatWasMeantAndReportItOnce) {
  UniverseStore store({file("two/a.yaml")}, std::nullopt);
  Findings findings;
  EXPECT_EQ(store.find("othr", findings), nullptr);
  EXPECT_EQ(store.find("othr", findings), nullptr);
  ASSERT_THAT(findings.sorted(), SizeIs(1));
  EXPECT_EQ(findings.sorted()[0].code, "unknown-universe");
  EXPECT_EQ(findings.sorted()[0].expected, "one of: mine, other");
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'other'?");
}

TEST_F(TwoFolders, LeaveAnUnknownNameToWhoeverKnowsItsPlace) {
  UniverseStore store({file("one/a.yaml"), file("two/b.yaml")}, std::nullopt);
  Findings findings;
  EXPECT_EQ(store.lookup()("othr", findings), nullptr);
  EXPECT_TRUE(findings.empty());
  EXPECT_THAT(store.names(), testing::ElementsAre("mine", "other"));
}

TEST_F(TwoFolders, AskForTheDataFolderWhenBothHaveTheUniverse) {
  UniverseStore store({file("one/a.yaml"), file("two/b.yaml")}, std::nullopt);
  Findings findings;
  EXPECT_EQ(store.find("mine", findings), nullptr);
  ASSERT_THAT(findings.sorted(), SizeIs(1));
  EXPECT_EQ(findings.sorted()[0].code, "ambiguous-universe");
  EXPECT_THAT(findings.sorted()[0].expected, HasSubstr("--data"));
}

TEST_F(TwoFolders, TellWhatAnEmptyUniverseLacks) {
  UniverseStore store({file("one/a.yaml")}, std::nullopt);
  Findings findings;
  EXPECT_EQ(store.find("mine", findings), nullptr);
  EXPECT_TRUE(findings.has_errors());
  EXPECT_THAT(render(findings, false), HasSubstr("one/universes/mine/universe.yaml"));
}

}  // namespace
}  // namespace ebbtide
