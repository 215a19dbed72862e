#include "history/skeleton.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "history/load.h"
#include "support/shipped.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_of(const std::string& name) {
  for (const SkeletonFile& file : universe_skeleton("our-funds")) {
    if (file.name == name) return file.text;
  }
  return "";
}

void replace(std::string& text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
}

// Takes every comment sign away that stands before a line of YAML rather than a sentence.
std::string with_all_examples(std::string text) {
  for (const char* line :
       {"- {name: Short", "- {name: Solana", "- name: Index", "  basket:", "  proxy: true", "  note:", "- {name: Other",
        "- {name: Switzerland", "products:", "  - {asset: Bitcoin", "  - {asset: Solana", "sibling:", "shares:",
        "  - dimension:", "    published:", "    source:", "    members: {", "proxies:", "  - The index"}) {
    replace(text, std::string("# ") + line, line);
  }
  return text;
}

std::string filled(std::string text) {
  replace(text, "title: ", "title: Ours");
  replace(text, "about: ", "about: Ours");
  replace(text, "  date: ", "  date: 2025-01-03");
  replace(text, "  why: ", "  why: the first");
  for (const char* member : {"- {name: Bitcoin", "- {name: Germany", "- {name: Our family"})
    replace(text, std::string("# ") + member, member);
  return text;
}

Findings findings_of(const TemporaryFolder& folder, const std::string& universe) {
  write_file(folder.file("universe.yaml"), universe);
  Findings findings;
  load_universe(folder.file("universe.yaml"), findings);
  return findings;
}

TEST(Skeleton, PointsAtEveryBlank) {
  const TemporaryFolder folder;
  for (const SkeletonFile& file : universe_skeleton("our-funds")) write_file(folder.file(file.name), file.text);
  Findings findings;
  EXPECT_FALSE(load_history(folder.path().string(), testing::shipped_market(), findings));
  std::vector<std::string> found;
  for (const Finding& finding : findings.sorted()) {
    found.push_back(finding.code + " " + std::filesystem::path(finding.where.file).filename().string() + ":" +
                    std::to_string(finding.where.line));
  }
  EXPECT_THAT(found,
              ElementsAre("no-rows aum.csv:1", "no-rows flows.csv:1", "wrong-type universe.yaml:3",
                          "wrong-type universe.yaml:4", "wrong-type universe.yaml:7", "wrong-type universe.yaml:8",
                          "wrong-type universe.yaml:13", "wrong-type universe.yaml:25", "wrong-type universe.yaml:31"));
}

TEST(Skeleton, IsAUniverseOnceItsBlanksAreFilled) {
  const TemporaryFolder folder;
  const Findings findings = findings_of(folder, filled(text_of("universe.yaml")));
  EXPECT_TRUE(findings.empty()) << render(findings, false);
}

// What stands in comments is of the format too: with all of it in force, and what excludes other parts mended, it
// loads.
TEST(Skeleton, HasExamplesThatAreRight) {
  const TemporaryFolder folder;
  std::string text = with_all_examples(filled(text_of("universe.yaml")));
  replace(text, "  complete: true               # the members", "  complete: false              # the members");
  replace(text, "sibling: us-spot-etf", "");
  replace(text, "members: {Bitcoin: 78 %, Solana: 22 %}",
          "members: {Bitcoin: 78 %, Short Bitcoin: 0 %, Solana: 22 %, Index basket: 0 %, Other: 0 %}");
  replace(text, "products:",
          "products:\n" + std::string("  - {asset: Short Bitcoin, region: Germany, issuer: Our family, source: x}\n"
                                      "  - {asset: Index basket, region: Germany, issuer: Our family, source: x}\n"
                                      "  - {asset: Other, region: Germany, issuer: Our family, source: x}"));
  const Findings findings = findings_of(folder, text);
  EXPECT_TRUE(findings.empty()) << render(findings, false) << text;
}

TEST(Skeleton, NamesItsUniverseAndTheHeaders) {
  EXPECT_THAT(text_of("SOURCES.md"), HasSubstr("# Sources of the universe our-funds\n"));
  EXPECT_EQ(text_of("flows.csv"), "week_end,asset,region,issuer,net_flow_musd\n");
  EXPECT_EQ(text_of("aum.csv"), "week_end,asset,region,issuer,aum_musd\n");
}

}  // namespace
}  // namespace ebbtide
