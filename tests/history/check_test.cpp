#include "history/check.h"

#include <gtest/gtest.h>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;
using testing::load_shipped;

std::vector<std::string> codes(const Findings& findings) {
  std::vector<std::string> list;
  for (const Finding& finding : findings.sorted()) list.push_back(finding.code);
  return list;
}

TEST(CheckHistory, FindsNoErrorInTheShippedUniverses) {
  for (const char* name : {"global-etp", "us-spot-etf"}) {
    const Findings findings = check_history(load_shipped(name), testing::shipped_universe(name));
    EXPECT_FALSE(findings.has_errors()) << render(findings, false);
  }
}

TEST(CheckHistory, WarnsOfEveryGapInTheWorldTotals) {
  const Findings findings = check_history(load_shipped("global-etp"), "folder");
  int gaps = 0;
  bool names_the_longest = false;
  for (const Finding& finding : findings.sorted()) {
    EXPECT_EQ(finding.code, "flow-gap");
    EXPECT_EQ(finding.where.file, "folder/flows.csv");
    ++gaps;
    names_the_longest = names_the_longest || finding.problem == "no total flow for 15 weeks before 2025-02-21";
  }
  EXPECT_EQ(gaps, 15);
  EXPECT_TRUE(names_the_longest);
}

TEST(CheckHistory, WarnsOfEstimatedAumThatFlowsAndPricesDoNotExplain) {
  const Findings findings = check_history(load_shipped("us-spot-etf"), "folder");
  EXPECT_EQ(codes(findings), (std::vector<std::string>{"aum-jump", "aum-jump", "aum-jump"}));
  EXPECT_NE(findings.sorted()[1].problem.find("Solana / United States / Bitwise"), std::string::npos);
}

// A history made in code gets the rules of the loader too.
TEST(CheckHistory, AppliesTheRulesOfRowsToAHistoryMadeInCode) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> flows = {shipped.flows().back(), shipped.flows().back()};
  flows[1].published = day("2026-03-01");
  flows[1].rounding_musd = 0.0;
  Universe universe = shipped.universe();
  universe.products.clear();
  const History history(universe, shipped.market(), flows, {}, day("2026-03-27"), {});
  EXPECT_EQ(codes(check_history(history, "")),
            (std::vector<std::string>{"duplicate-row", "invalid-rounding", "published-before-week-end"}));
}

TEST(CheckHistory, AllowsMarginsToMissTheirTotalByRounding) {
  const History shipped = load_shipped("global-etp");
  Universe universe = shipped.universe();
  universe.complete[1] = true;
  const auto row = [](const std::string& region, double value) {
    Observation observation;
    observation.week_end = day("2026-01-23");
    observation.published = day("2026-01-26");
    observation.key.region = region;
    observation.value_musd = value;
    observation.rounding_musd = 10.0;
    return observation;
  };
  const auto check = [&](double total) {
    const History history(universe, shipped.market(), {row("", total), row("Canada", 30.0), row("Germany", 20.0)}, {},
                          day("2026-01-23"), {});
    return codes(check_history(history, ""));
  };
  EXPECT_TRUE(check(50.0).empty());
  EXPECT_TRUE(check(65.0).empty());
  EXPECT_TRUE(check(35.0).empty());
  EXPECT_EQ(check(66.0), (std::vector<std::string>{"margin-mismatch"}));
}

}  // namespace
}  // namespace ebbtide
