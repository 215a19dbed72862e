#include "scenario/parse_drivers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Drivers, NamesVariablesAndShocksByTheirOwnNames) {
  const auto scenario = testing::good_scenario(
      "conditions:\n  - {factor: cuts_priced_out, week: 1, change: 5 bp, kind: target, sd: 1 bp}\n"
      "  - {factor: bitcoin, week: 1, change: -5 %}\n"
      "drivers: {cuts_priced: [cuts_priced], bitcoin: [bitcoin, equities]}\n");
  ASSERT_EQ(scenario.drivers.size(), 2U);
  EXPECT_EQ(scenario.drivers[0].variable, "cuts_priced_out");
  EXPECT_THAT(scenario.drivers[0].shocks, ElementsAre("cuts_priced_out"));
  EXPECT_EQ(scenario.drivers[1].variable, "bitcoin");
  EXPECT_THAT(scenario.drivers[1].shocks, ElementsAre("bitcoin", "equities"));
}

TEST(Drivers, AreNotHeldAgainstConditionsThatWereReported) {
  EXPECT_THAT(testing::problems_of("conditions:\n  - {factor: dollar, week: 1, change: -1 bp}\n"
                                   "drivers: {dollar: [dollar]}\n"),
              ElementsAre(HasSubstr("wrong-unit")));
}

TEST(Drivers, WithoutAnyConditionAreReported) {
  EXPECT_THAT(testing::problems_of("drivers: {dollar: [dollar]}\n"),
              ElementsAre("driver-without-condition: 'dollar' has drivers and no hard or target condition"));
}

TEST(Drivers, OfOneMoreVariableMayBeSetFromTheCommandLine) {
  const auto scenario = testing::good_scenario(
      "conditions:\n  - {factor: dollar, week: 1, change: -1 %}\n  - {factor: bitcoin, week: 1, change: -1 %}\n"
      "drivers: {dollar: [dollar]}\n",
      {{"drivers.bitcoin", "[bitcoin]"}, {"drivers.dollar", "[volatility]"}});
  ASSERT_EQ(scenario.drivers.size(), 2U);
  EXPECT_THAT(scenario.drivers[0].shocks, ElementsAre("volatility"));
  EXPECT_EQ(scenario.drivers[1].variable, "bitcoin");
}

TEST(Drivers, MergeWhenAFileExtendsAnother) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("parent.yaml")) << testing::kRunKeys
                                            << "conditions:\n  - {factor: dollar, week: 1, change: -1 %}\n"
                                               "  - {factor: bitcoin, week: 1, change: -1 %}\n"
                                               "drivers: {dollar: [dollar], bitcoin: [bitcoin]}\n";
  std::ofstream(folder.file("child.yaml")) << "schema: ebbtide-scenario/1\nextends: parent.yaml\n"
                                              "drivers: {dollar: ~, bitcoin: [bitcoin, equities]}\n";
  Findings findings;
  const auto loaded = testing::load_shipped_scenarios({folder.file("child.yaml")}, findings);
  ASSERT_EQ(loaded.size(), 1U) << render(findings, false);
  ASSERT_EQ(loaded[0].scenario.drivers.size(), 1U);
  EXPECT_THAT(loaded[0].scenario.drivers[0].shocks, ElementsAre("bitcoin", "equities"));
}

}  // namespace
}  // namespace ebbtide
