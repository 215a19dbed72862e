#include "history/aum_check.h"

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

// A shipped history with other rows.
History with_rows(const History& shipped, std::vector<Observation> flows, std::vector<Observation> aum) {
  return {shipped.universe(),          shipped.market(), std::move(flows), std::move(aum),
          shipped.first_market_week(), shipped.levels()};
}

TEST(CheckAum, WarnsInTheShippedUniversesOfThreeEstimatesOnly) {
  EXPECT_TRUE(check_aum(load_shipped("global-etp"), "folder").empty());
  EXPECT_EQ(codes(check_aum(load_shipped("us-spot-etf"), "folder")),
            (std::vector<std::string>{"aum-jump", "aum-jump", "aum-jump"}));
}

TEST(CheckAum, NoticesFlowsOfTheOtherSign) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> flows = shipped.flows();
  for (Observation& row : flows) row.value_musd = -row.value_musd;
  const Findings findings = check_aum(with_rows(shipped, flows, shipped.aum()), "folder");
  int found = 0;
  for (const Finding& finding : findings.sorted()) found += finding.code == "flows-against-aum" ? 1 : 0;
  EXPECT_EQ(found, 1);
}

TEST(CheckAum, NoticesFlowsInDollars) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> flows = shipped.flows();
  for (Observation& row : flows) row.value_musd *= 1e6;
  const Findings findings = check_aum(with_rows(shipped, flows, shipped.aum()), "folder");
  int found = 0;
  for (const Finding& finding : findings.sorted()) found += finding.code == "flow-beyond-aum" ? 1 : 0;
  EXPECT_EQ(found, 1);
}

TEST(CheckAum, NamesEveryFundWithoutAFigure) {
  const History shipped = load_shipped("us-spot-etf");
  std::vector<Observation> aum;
  for (const Observation& row : shipped.aum()) {
    if (row.key.issuer != "Bitwise" || row.key.asset == "Solana") aum.push_back(row);
  }
  const Findings findings = check_aum(with_rows(shipped, shipped.flows(), aum), "folder");
  std::vector<std::string> problems;
  for (const Finding& finding : findings.sorted()) {
    if (finding.code == "missing-aum") problems.push_back(finding.problem);
  }
  EXPECT_EQ(problems, (std::vector<std::string>{
                          "in no week has every fund that held something by then a figure",
                          "Bitcoin / United States / Bitwise has flows from the week ended 2024-01-12 on and no figure "
                          "in aum.csv",
                          "Ethereum / United States / Bitwise has flows from the week ended 2024-07-26 on and no "
                          "figure in aum.csv"}));
}

TEST(CheckAum, HasNothingToSayOfAHistoryWithoutAum) {
  const History shipped = load_shipped("us-spot-etf");
  EXPECT_TRUE(check_aum(with_rows(shipped, shipped.flows(), {}), "folder").empty());
}

}  // namespace
}  // namespace ebbtide
