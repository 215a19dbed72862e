#include "history/share_load.h"

#include <gtest/gtest.h>

#include <set>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

TEST(ShareLoad, GivesSharesInDisplayOrderForEveryMember) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  ASSERT_EQ(universe.shares.size(), 6U);
  for (const ShareDeclaration& shares : universe.shares) {
    const std::vector<Member>& members = universe.of(shares.dimension);
    ASSERT_EQ(shares.shares.size(), members.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      EXPECT_EQ(shares.shares[i].first, members[i].name);
      sum += shares.shares[i].second;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
    EXPECT_FALSE(shares.source.empty());
  }
}

TEST(ShareLoad, HasAllDimensionsBeforeTheReferenceDateAndIn2024) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  for (const char* limit : {"2024-12-31", "2025-12-31"}) {
    std::set<Dimension> dimensions;
    for (const ShareDeclaration& shares : universe.shares) {
      if (shares.published <= day(limit)) dimensions.insert(shares.dimension);
    }
    EXPECT_EQ(dimensions.size(), 3U) << limit;
  }
}

TEST(ShareLoad, GivesNothingToAMemberNotYetLaunched) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  Universe later = universe;
  Findings findings;
  const auto document = load_yaml(testing::shipped_universe("global-etp") + "/universe.yaml", findings);
  ASSERT_TRUE(document);
  for (Member& member : later.members[2]) member.launched = day("2025-01-01");
  YamlReporter reporter(*document, findings);
  Findings ignored;
  YamlReporter quiet(*document, ignored);
  const YamlFields top(document->root, "universe", {}, quiet);
  read_shares(top, later, reporter);
  // All 14 issuers have a share in the declaration of 2024.
  EXPECT_EQ(findings.sorted().size(), 14U);
  for (const Finding& finding : findings.sorted()) EXPECT_EQ(finding.code, "share-before-launch");
}

}  // namespace
}  // namespace ebbtide
