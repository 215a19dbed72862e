#include "history/observation_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

Observation good_row() {
  Observation row;
  row.week_end = day("2026-01-23");
  row.published = day("2026-01-26");
  row.value_musd = -5.0;
  row.rounding_musd = 0.1;
  return row;
}

std::vector<std::string> codes(const Observation& row, Measure measure, const Universe* universe) {
  std::vector<std::string> list;
  for (const RowProblem& problem : row_problems(row, measure, universe)) list.push_back(problem.code);
  return list;
}

using Codes = std::vector<std::string>;

TEST(RowProblems, AreNoneForARowInOrder) {
  EXPECT_EQ(codes(good_row(), Measure::net_flow, nullptr), Codes{});
}

TEST(RowProblems, AllowPublicationOnTheFridayItself) {
  Observation row = good_row();
  row.published = row.week_end;
  EXPECT_EQ(codes(row, Measure::net_flow, nullptr), Codes{});
  row.published -= std::chrono::days(1);
  EXPECT_EQ(codes(row, Measure::net_flow, nullptr), Codes{"published-before-week-end"});
}

TEST(RowProblems, RefuseRoundingThatIsNoUnit) {
  Observation row = good_row();
  for (const double rounding : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    row.rounding_musd = rounding;
    EXPECT_EQ(codes(row, Measure::net_flow, nullptr), Codes{"invalid-rounding"});
  }
}

TEST(RowProblems, RefuseNegativeAumButNotNegativeFlowOrZeroAum) {
  Observation row = good_row();
  EXPECT_EQ(codes(row, Measure::aum, nullptr), Codes{"negative-aum"});
  row.value_musd = 0.0;
  EXPECT_EQ(codes(row, Measure::aum, nullptr), Codes{});
}

TEST(RowProblems, KnowTheNamesOfTheUniverse) {
  const Universe universe = testing::load_shipped("global-etp").universe();
  Observation row = good_row();
  row.key = {"Bitcoin", "", ""};
  EXPECT_EQ(codes(row, Measure::net_flow, &universe), Codes{});
  row.key = {"Tron", "", ""};  // part of the residual
  EXPECT_EQ(codes(row, Measure::net_flow, &universe), Codes{});
  row.key = {"Other assets", "", ""};
  EXPECT_EQ(codes(row, Measure::net_flow, &universe), Codes{"residual-row"});
  row.key = {"Bitcoin", "Canada", ""};
  EXPECT_EQ(codes(row, Measure::net_flow, &universe), Codes{"unexpected-cell"});
  row.key = {"Bitcion", "", ""};
  ASSERT_EQ(codes(row, Measure::net_flow, &universe), Codes{"unknown-member"});
  EXPECT_NE(row_problems(row, Measure::net_flow, &universe).front().suggestion.find("Bitcoin"), std::string::npos);
}

TEST(RowProblems, NameTheColumnTheyStandIn) {
  Observation row = good_row();
  row.week_end = day("2026-01-22");
  const auto problems = row_problems(row, Measure::net_flow, nullptr);
  ASSERT_EQ(problems.size(), 1U);
  const auto& columns = observation_columns(Measure::net_flow);
  EXPECT_NE(std::find(columns.begin(), columns.end(), problems.front().column), columns.end());
  EXPECT_NE(problems.front().suggestion.find("2026-01-23"), std::string::npos);
  row.week_end = day("2026-01-25");  // a Sunday
  row.published = day("2026-01-26");
  EXPECT_EQ(row_problems(row, Measure::net_flow, nullptr).front().suggestion, "the Friday before is 2026-01-23");
}

}  // namespace
}  // namespace ebbtide
