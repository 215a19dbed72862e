#include "history/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/shipped.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

using testing::day;
using testing::load_shipped;

TEST(LoadHistory, ReadsBothShippedUniversesWithoutAnyFinding) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    Findings findings;
    const auto history = load_history(testing::shipped_universe(name), testing::shipped_market(), findings);
    EXPECT_TRUE(findings.empty()) << render(findings, false);
    ASSERT_TRUE(history) << name;
    EXPECT_EQ(history->universe().name, name);
  }
}

TEST(LoadHistory, KeepsEveryRowOfTheFiles) {
  const History world = load_shipped("global-etp");
  EXPECT_EQ(world.flows().size(), 838U);
  EXPECT_EQ(world.aum().size(), 30U);
  EXPECT_EQ(world.first_market_week(), day("2017-01-06"));
  EXPECT_EQ(world.last_market_week(), day("2026-03-27"));
  const History us = load_shipped("us-spot-etf");
  EXPECT_EQ(us.flows().size(), 1996U);
  EXPECT_EQ(us.aum().size(), 203U);
}

TEST(LoadHistory, OfMissingFoldersNamesAllFiveFiles) {
  Findings findings;
  EXPECT_FALSE(load_history("no/universe", "no/market/", findings));
  std::vector<std::string> files;
  for (const Finding& finding : findings.sorted()) files.push_back(finding.where.file);
  EXPECT_EQ(files, (std::vector<std::string>{"no/market/factors.csv", "no/market/market.yaml", "no/universe/aum.csv",
                                             "no/universe/flows.csv", "no/universe/universe.yaml"}));
}

// The fenced YAML blocks of docs/history-format.md.
std::vector<std::string> documented_yaml() {
  std::ifstream stream(std::string(EBBTIDE_SOURCE_DIR) + "/docs/history-format.md");
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(stream, line);) {
    if (line == "```yaml") {
      blocks.emplace_back();
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + '\n';
    }
  }
  return blocks;
}

TEST(LoadHistory, ReadsTheExamplesOfTheDocumentation) {
  std::vector<std::string> blocks = documented_yaml();
  ASSERT_EQ(blocks.size(), 4U);
  const auto fill_in = [&blocks](const std::string& key, const std::string& block) {
    const std::size_t place = blocks[0].find(key + ": []");
    ASSERT_NE(place, std::string::npos);
    blocks[0].replace(place, blocks[0].find('\n', place) + 1 - place, block);
  };
  fill_in("products", blocks[1]);
  fill_in("shares", blocks[2]);
  const TemporaryFolder temporary;
  const std::filesystem::path& folder = temporary.path();
  std::ofstream(folder / "universe.yaml") << blocks[0];
  std::ofstream(folder / "market.yaml") << blocks[3];
  Findings findings;
  EXPECT_TRUE(load_universe((folder / "universe.yaml").string(), findings)) << render(findings, false);
  EXPECT_TRUE(load_market_spec((folder / "market.yaml").string(), findings)) << render(findings, false);
  EXPECT_TRUE(findings.empty());
}

TEST(HistoryFiles, ListsWhatIsReadAndExists) {
  const auto files = history_files(testing::shipped_universe("global-etp"), testing::shipped_market());
  EXPECT_EQ(files.size(), 8U);  // with its sibling's
  EXPECT_EQ(history_files(testing::shipped_universe("us-spot-etf"), testing::shipped_market()).size(), 5U);
  for (const std::string& file : files) EXPECT_TRUE(std::filesystem::exists(file)) << file;
}

}  // namespace
}  // namespace ebbtide
