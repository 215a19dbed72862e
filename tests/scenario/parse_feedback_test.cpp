#include "scenario/parse_feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

TEST(Feedback, OfNoPriceImpactIsNone) {
  EXPECT_FALSE(testing::good_scenario("").price_impact);
  EXPECT_FALSE(testing::good_scenario("feedback: {price impact: none}\n").price_impact);
}

TEST(Feedback, KnowsTheMarketAndTheMultiplier) {
  const auto impact =
      testing::good_scenario("feedback: {price impact: structural, market cap: 1900 bn USD}\n").price_impact;
  ASSERT_TRUE(impact);
  EXPECT_EQ(impact->market_cap_musd, 1.9e6);
  EXPECT_EQ(impact->multiplier, 2.0);
  EXPECT_EQ(impact->multiplier_sigma, 0.7);
  const auto other =
      testing::good_scenario("feedback: {price impact: structural, market cap: 3 bn USD, multiplier: 5, sigma: 0}\n")
          .price_impact;
  EXPECT_EQ(other->multiplier, 5.0);
  EXPECT_EQ(other->multiplier_sigma, 0.0);
}

TEST(Feedback, TakesNoSightingsOfFlows) {
  EXPECT_THAT(
      testing::problems_of("conditions:\n  - {flow: total, week: 1, value: -1 bn USD, kind: evidence, sd: 1 bn USD}\n"
                           "feedback: {price impact: structural, market cap: 1900 bn USD}\n"),
      ::testing::ElementsAre(::testing::HasSubstr("conflicting-keys: with a structural price impact")));
}

}  // namespace
}  // namespace ebbtide
