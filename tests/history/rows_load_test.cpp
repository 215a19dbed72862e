#include "history/rows_load.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

std::string file_with(const std::string& name, const std::string& text) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / name).string();
  std::ofstream(path) << text;
  return path;
}

constexpr const char* kFlowHeader =
    "week_end,published,asset,region,issuer,net_flow_musd,rounding_musd,source,confidence\n";

TEST(LoadObservations, KeepsEveryFieldAndItsLine) {
  const std::string file = file_with(
      "one_flow.csv", std::string(kFlowHeader) + "2026-01-23,2026-01-26,Bitcoin,,,-1090,10,\"a, page\",high\n");
  Findings findings;
  const auto rows = load_observations(file, Measure::net_flow, nullptr, {}, findings);
  ASSERT_TRUE(rows) << render(findings, false);
  ASSERT_EQ(rows->size(), 1U);
  const Observation& row = rows->front();
  EXPECT_EQ(row.week_end, day("2026-01-23"));
  EXPECT_EQ(row.published, day("2026-01-26"));
  EXPECT_EQ(row.key, (SeriesKey{"Bitcoin", "", ""}));
  EXPECT_EQ(row.value_musd, -1090.0);
  EXPECT_EQ(row.rounding_musd, 10.0);
  EXPECT_EQ(row.source, "a, page");
  EXPECT_EQ(row.confidence, "high");
  EXPECT_EQ(row.line, 2);
}

TEST(LoadObservations, PointsAtTheFieldThatIsWrong) {
  const std::string file =
      file_with("wrong_flow.csv", std::string(kFlowHeader) + "2026-01-23,2026-01-26,,,,lots,10,p,high\n");
  Findings findings;
  EXPECT_FALSE(load_observations(file, Measure::net_flow, nullptr, {}, findings));
  ASSERT_EQ(findings.sorted().size(), 1U);
  const Finding finding = findings.sorted().front();
  EXPECT_EQ(finding.where, (SourcePosition{file, 2, 26}));
  EXPECT_EQ(finding.source_line, "2026-01-23,2026-01-26,,,,lots,10,p,high");
}

TEST(LoadObservations, FillsInWhatAFileMayLeaveOut) {
  const std::string file = file_with(
      "short_flow.csv",
      "week_end,asset,region,issuer,net_flow_musd\n2026-01-16,A,,,-12.30\n2026-01-23,A,,,120\n2026-01-30,A,,,1.2e3\n");
  Findings findings;
  const PublicationRule rule{1, BusinessCalendar({day("2026-01-19")})};
  const auto rows = load_observations(file, Measure::net_flow, nullptr, rule, findings);
  ASSERT_TRUE(rows) << render(findings, false);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[0].published, day("2026-01-20"));  // Monday the 19th is a holiday
  EXPECT_EQ((*rows)[1].published, day("2026-01-26"));
  EXPECT_DOUBLE_EQ((*rows)[0].rounding_musd, 0.01);
  EXPECT_DOUBLE_EQ((*rows)[1].rounding_musd, 1.0);
  EXPECT_DOUBLE_EQ((*rows)[2].rounding_musd, 100.0);
  EXPECT_EQ((*rows)[0].source, "");
}

TEST(LoadObservations, GivesAHintForWhatSpreadsheetsMakeOfNumbers) {
  const std::string file = file_with("spreadsheet_flow.csv",
                                     "week_end,asset,region,issuer,net_flow_musd\n2026-01-16,,,,\"1,5\"\n"
                                     "2026-01-23,,,,\n2026-01-30,,,,(3.1)\n2026-02-06,,,,\xE2\x88\x92"
                                     "2\n");
  Findings findings;
  EXPECT_FALSE(load_observations(file, Measure::net_flow, nullptr, {}, findings));
  ASSERT_EQ(findings.sorted().size(), 4U);
  const char* kHints[] = {"decimal point", "leave out the row", "begins with '-'", "U+2212"};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NE(findings.sorted()[i].suggestion.find(kHints[i]), std::string::npos) << i;
}

TEST(LoadObservations, TellsFiguresInDollarsOnce) {
  const std::string file = file_with("dollar_flow.csv",
                                     "week_end,asset,region,issuer,net_flow_musd\n2026-01-16,,,,12300000\n2026-01-23,,,"
                                     ",-4500000\n2026-01-30,,,,1000000\n");
  Findings findings;
  EXPECT_FALSE(load_observations(file, Measure::net_flow, nullptr, {}, findings));
  ASSERT_EQ(findings.sorted().size(), 1U);
  EXPECT_EQ(findings.sorted()[0].where, (SourcePosition{file, 2, 15}));
  EXPECT_EQ(findings.sorted()[0].problem, "the figure is 12300000 million USD; 1 more row like it");
  EXPECT_EQ(findings.sorted()[0].expected, "at most 1,000,000 million USD, more than any funds have seen");
}

TEST(LoadObservations, TellsAnUnknownNameOnce) {
  const Universe universe = testing::load_shipped("us-spot-etf").universe();
  const std::string file =
      file_with("stranger_flow.csv",
                "week_end,asset,region,issuer,net_flow_musd\n2026-01-16,Bitcoin,United States,iShraes,1\n"
                "2026-01-23,Bitcoin,United States,iShraes,1\n2026-01-30,Bitcoin,Unted States,iShraes,1\n");
  Findings findings;
  EXPECT_FALSE(load_observations(file, Measure::net_flow, &universe, {}, findings));
  ASSERT_EQ(findings.sorted().size(), 2U);
  EXPECT_EQ(findings.sorted()[0].problem, "no issuer is named 'iShraes'; 2 more rows like it");
  EXPECT_EQ(findings.sorted()[0].suggestion, "did you mean 'iShares'?");
  EXPECT_EQ(findings.sorted()[1].problem, "no region is named 'Unted States'");
}

TEST(LoadLevels, ReadsEmptyFieldsAsAbsent) {
  const std::string file = file_with("levels.csv", "week_end,a,b\n2026-01-16,1.5,\n2026-01-23,2,3\n");
  Findings findings;
  const auto levels = load_levels(file, nullptr, findings);
  ASSERT_TRUE(levels) << render(findings, false);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(levels->first_week, day("2026-01-16"));
  ASSERT_EQ(levels->values.size(), 2U);
  EXPECT_EQ(levels->values[0][0], 1.5);
  EXPECT_TRUE(std::isnan(levels->values[0][1]));
  EXPECT_EQ(levels->values[1], (std::vector<double>{2.0, 3.0}));
}

TEST(LoadLevels, AllowsLevelsBelowZeroWhereNoLogarithmIsTaken) {
  Findings findings;
  const History history = testing::load_shipped("global-etp");
  std::string header = "week_end";
  std::string row = "\n2026-01-23";
  for (const MarketSeries& series : history.market().series) {
    header += ',' + series.name;
    row += series.name == "us_2y_pct" ? ",-0.5" : ",1";
  }
  EXPECT_TRUE(load_levels(file_with("negative_yield.csv", header + row + '\n'), &history.market(), findings))
      << render(findings, false);
}

}  // namespace
}  // namespace ebbtide
