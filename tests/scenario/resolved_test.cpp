#include "scenario/resolved.h"

#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

std::string value_of(const LoadedScenario& loaded, const std::string& path) {
  for (const ResolvedValue& value : loaded.resolved) {
    if (value.path == path) return value.value;
  }
  return "(none)";
}

TEST(ResolvedValues, ListEveryPartOfConditionsViewsDriversAndAssumptions) {
  Findings findings;
  const auto loaded = testing::load_text(
      "conditions:\n  - {factor: dollar, change: [-1 %, ~, -2 %], kind: target, sd: 0.5 %}\n"
      "  - {combination: {ether: 1, bitcoin: -1}, week: 1, between: [-5 %, 0 %]}\n"
      "  - {flow: {issuer: iShares}, week: 1, value: -600 m USD, kind: evidence, sd: 100 m USD}\n"
      "views:\n  - {probability of: {flow: total, week: 1, below: 0 m USD}, at least: 90 %}\n"
      "drivers: {dollar: [dollar, volatility]}\n"
      "assumptions:\n  - {response of: bitcoin, to: dollar, per: 1 %, is: -2 %, why: desk view}\n",
      findings);
  ASSERT_EQ(loaded.size(), 1U) << render(findings, false);
  EXPECT_EQ(value_of(loaded[0], "conditions[0].kind"), "target");
  EXPECT_EQ(value_of(loaded[0], "conditions[0].sd"), "0.5 %");
  EXPECT_EQ(value_of(loaded[0], "conditions[1].between"), "[-5 %, 0 %]");
  EXPECT_EQ(value_of(loaded[0], "conditions[2].flow.issuer"), "iShares");
  EXPECT_EQ(value_of(loaded[0], "views[0].probability of.below"), "0 m USD");
  EXPECT_EQ(value_of(loaded[0], "views[0].at least"), "90 %");
  EXPECT_EQ(value_of(loaded[0], "drivers.dollar"), "[dollar, volatility]");
  EXPECT_EQ(value_of(loaded[0], "assumptions[0].response of"), "bitcoin");
  EXPECT_EQ(value_of(loaded[0], "path"), "full");
}

}  // namespace
}  // namespace ebbtide
