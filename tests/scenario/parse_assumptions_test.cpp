#include "scenario/parse_assumptions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scenario_text.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;

Assumption assumption_of(const std::string& item) {
  return testing::good_scenario("assumptions:\n  - " + item + "\n").assumptions.at(0);
}

Finding finding_of(const std::string& item) {
  Findings findings;
  testing::load_text("assumptions:\n  - " + item + "\n", findings);
  const auto sorted = findings.sorted();
  if (sorted.size() != 1) throw std::runtime_error(render(findings, false));
  return sorted.front();
}

TEST(Assumptions, KeepTheirSizesUnitsAndReason) {
  const auto assumption =
      assumption_of("{response of: bitcoin, to: cuts_priced_out, per: +10 bp, is: -2.0 %, sd: 1.0 %, why: desk view}");
  EXPECT_EQ(assumption.of, "bitcoin");
  EXPECT_EQ(assumption.to, "cuts_priced_out");
  EXPECT_EQ(assumption.per, (Quantity{10.0, Unit::basis_point}));
  EXPECT_EQ(assumption.is, (Quantity{-2.0, Unit::percent}));
  EXPECT_EQ(assumption.sd, 1.0);
  EXPECT_EQ(assumption.why, "desk view");
  EXPECT_EQ(assumption.text, "response of bitcoin to cuts_priced_out: -2.0 % per +10 bp (sd 1.0 %)");
}

TEST(Assumptions, OfTheFlowAreToTheReturn) {
  const auto assumption = assumption_of("{response of: flow, to: return, per: 1 %, is: 0.5 %, why: desk view}");
  EXPECT_EQ(assumption.of, "flow");
  EXPECT_EQ(assumption.to, "return");
  EXPECT_EQ(assumption.sd, 0.0);
  EXPECT_EQ(assumption.text, "response of flow to return: 0.5 % per 1 %");
}

TEST(Assumptions, TakeTheSignOfAnAliasOnEitherSide) {
  const auto to = assumption_of("{response of: bitcoin, to: cuts_priced, per: 10 bp, is: 2 %, why: desk view}");
  EXPECT_EQ(to.to, "cuts_priced_out");
  EXPECT_EQ(to.per.value, -10.0);
  EXPECT_EQ(to.is.value, 2.0);
}

TEST(Assumptions, SayWhichResponsesTheModelHas) {
  EXPECT_THAT(finding_of("{response of: equities, to: bitcoin, per: 1 %, is: 1 %, why: x}").expected,
              "one of: cuts_priced_out, dollar, volatility");
  EXPECT_THAT(finding_of("{response of: xrp, to: ether, per: 1 %, is: 1 %, why: x}").expected, "one of: bitcoin");
  EXPECT_THAT(finding_of("{response of: flow, to: dollar, per: 1 %, is: 1 %, why: x}").expected, "one of: return");
  EXPECT_THAT(finding_of("{response of: cuts_priced_out, to: dollar, per: 1 %, is: 1 bp, why: x}").expected,
              HasSubstr("nothing comes before it"));
}

TEST(Assumptions, MayNotBeStatedTwiceThroughAnAlias) {
  Findings findings;
  testing::load_text(
      "assumptions:\n  - {response of: dollar, to: cuts_priced_out, per: 1 bp, is: 1 %, why: x}\n"
      "  - {response of: dollar, to: cuts_priced, per: 1 bp, is: 1 %, why: x}\n",
      findings);
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].code, "duplicate-assumption");
  EXPECT_EQ(findings.sorted()[0].where.line, 7);
}

}  // namespace
}  // namespace ebbtide
