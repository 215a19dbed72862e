#include "scenario/parse_views.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<View> views_of(const std::string& items) {
  return testing::good_scenario("events:\n  heavy: {flow: total, week: 1, below: -1 bn USD}\nviews:\n" + items).views;
}

TEST(Views, AProbabilityIsOfAnEventByNameOrInPlace) {
  const auto views = views_of(
      "  - {probability of: heavy, at least: 90 %}\n"
      "  - {probability of: {aum: total, weeks: 1-8, min below: 120 bn USD}, between: [5 %, 15 %]}\n");
  ASSERT_EQ(views.size(), 2U);
  EXPECT_EQ(views[0].text, "probability of heavy: at least 90 %");
  EXPECT_EQ(views[0].kind, ViewKind::probability);
  EXPECT_EQ(views[0].quantity.level, (Quantity{-1000.0, Unit::million_usd}));
  EXPECT_TRUE(views[0].quantity.below);
  EXPECT_EQ(views[0].at_least, 0.9);
  EXPECT_FALSE(views[0].at_most);
  EXPECT_EQ(views[1].text, "probability of AUM of total, weeks 1-8: min below 120 bn USD: between 5 % and 15 %");
  EXPECT_EQ(views[1].quantity.statistic, EventStatistic::minimum);
  EXPECT_EQ(views[1].at_most, 0.15);
}

TEST(Views, AMeanIsPinnedByEqualBoundsInItsUnit) {
  const auto views = views_of(
      "  - {mean of: {flow: total, week: 1}, is: -0.5 bn USD}\n"
      "  - {mean of: {factor: dollar, weeks: 1-4, statistic: max}, at most: 1 %}\n");
  EXPECT_EQ(views[0].text, "mean of net flow of total, week 1: -0.5 bn USD");
  EXPECT_EQ(views[0].at_least, -500.0);
  EXPECT_EQ(views[0].at_most, -500.0);
  EXPECT_EQ(views[0].unit, Unit::million_usd);
  EXPECT_EQ(views[1].text, "mean of dollar, weeks 1-4 maximum: at most 1 %");
  EXPECT_EQ(views[1].quantity.target, EventTarget::factor);
  EXPECT_EQ(views[1].quantity.statistic, EventStatistic::maximum);
  EXPECT_EQ(views[1].quantity.weeks, (WeekRange{1, 4}));
}

TEST(Views, AQuantileAndAShortfallHaveALevel) {
  const auto views = views_of(
      "  - {quantile of: {flow: total, week: 1}, level: 5 %, at most: -2 bn USD}\n"
      "  - {shortfall of: {aum: total, week: 8}, level: 2.5 %, is: 120 bn USD}\n");
  EXPECT_EQ(views[0].kind, ViewKind::quantile);
  EXPECT_EQ(views[0].tail, 0.05);
  EXPECT_EQ(views[0].text, "5 % quantile of net flow of total, week 1: at most -2 bn USD");
  EXPECT_EQ(views[1].kind, ViewKind::shortfall);
  EXPECT_EQ(views[1].tail, 0.025);
  EXPECT_EQ(views[1].at_least, 120'000.0);
  EXPECT_EQ(views[1].text, "mean of the lowest 2.5 % of AUM of total, week 8: 120 bn USD");
}

TEST(Views, AnAliasOfOppositeSignFlipsBoundsLevelsAndExtremes) {
  const auto views = views_of(
      "  - {quantile of: {factor: cuts_priced, weeks: 1-4, statistic: max}, level: 90 %, at most: 20 bp}\n"
      "  - {mean of: {factor: cuts_priced, week: 1}, between: [-3 bp, 4 bp]}\n"
      "  - {probability of: {factor: cuts_priced, week: 2, above: 5 bp}, at most: 40 %}\n");
  EXPECT_EQ(views[0].quantity.variable, "cuts_priced_out");
  EXPECT_EQ(views[0].quantity.statistic, EventStatistic::minimum);
  EXPECT_NEAR(views[0].tail, 0.1, 1e-15);
  EXPECT_EQ(views[0].at_least, -20.0);
  EXPECT_FALSE(views[0].at_most);
  EXPECT_EQ(views[1].at_least, -4.0);
  EXPECT_EQ(views[1].at_most, 3.0);
  EXPECT_TRUE(views[2].quantity.below);
  EXPECT_EQ(views[2].quantity.level.value, -5.0);
  EXPECT_EQ(views[2].at_most, 0.4) << "the probability of the event itself is not flipped";
}

TEST(Views, AViewOnAnEventThatIsItselfWrongAddsNoFinding) {
  EXPECT_THAT(testing::problems_of("events:\n  heavy: {flow: total, week: 1, below: -1 %}\n"
                                   "views:\n  - {probability of: heavy, at least: 90 %}\n"),
              ElementsAre(HasSubstr("wrong-unit")));
}

TEST(Views, TheSameStatisticAtAnotherLevelOrOfAnotherQuantityIsNoRepetition) {
  EXPECT_EQ(views_of("  - {quantile of: {flow: total, week: 1}, level: 5 %, is: -3 bn USD}\n"
                     "  - {quantile of: {flow: total, week: 1}, level: 10 %, is: -2 bn USD}\n"
                     "  - {shortfall of: {flow: total, week: 1}, level: 5 %, is: -4 bn USD}\n"
                     "  - {quantile of: {flow: total, week: 2}, level: 5 %, is: -3 bn USD}\n")
                .size(),
            4U);
}

TEST(Views, PartsMayBeSetFromTheCommandLine) {
  const auto scenario = testing::good_scenario(
      "views:\n  - {probability of: {flow: total, week: 1, below: 0 m USD}, at least: 90 %}\n"
      "  - {mean of: {flow: total, week: 1}, is: -500 m USD}\n",
      {{"views[0].probability of.below", "-1 bn USD"}, {"views[0].at least", "50 %"}, {"views[1].mean of.week", "3"}});
  EXPECT_EQ(scenario.views[0].quantity.level.value, -1000.0);
  EXPECT_EQ(scenario.views[0].at_least, 0.5);
  EXPECT_EQ(scenario.views[1].quantity.weeks, (WeekRange{3, 3}));
}

TEST(Views, AKeyThatAnInnerMapMayHaveIsSuggestedForAWrongPath) {
  Findings findings;
  testing::load_text("views:\n  - {probability of: {flow: total, week: 1, below: 0 m USD}, at least: 90 %}\n", findings,
                     {{"views[0].probability of.belw", "1 m USD"}});
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'views[0].probability of.below'?");
}

}  // namespace
}  // namespace ebbtide
