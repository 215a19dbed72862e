#include "report/gate_reports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/gate_table.h"
#include "support/gate_sample.h"
#include "text/json.h"

namespace ebbtide {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// One that holds, one that is worse, one that is gone.
Table gates() {
  const BacktestDefinition definition = fixture::gated_definition();
  const ScoreSeries held = fixture::score_series(30);
  ScoreSeries then = held, worse = held, gone = held;
  then.weeks = worse.weeks = 4;
  for (double& value : worse.values) value *= 1.5;
  gone.score = ScoreKind::energy;
  return gate_table(definition, judge_gates(definition, {held, worse}, {held, then, gone}));
}

const GateReportInput kInput = {"weeks", "Weeks <again> | once more", 12.34, "abc", 1000, 5};

TEST(JunitText, HasASuiteForEveryTrackAndHorizonAndSaysWhatFails) {
  const std::string xml = junit_text(gates(), kInput);
  EXPECT_THAT(xml, HasSubstr("<testsuites name=\"weeks\" tests=\"3\" failures=\"2\" time=\"12.3\">"));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"M, 1 week\" tests=\"2\" failures=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"M, 4 weeks\" tests=\"1\" failures=\"1\">"));
  EXPECT_THAT(xml, HasSubstr("<property name=\"seed\" value=\"5\"/>"));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"weeks.M, 1 week\" name=\"total: cumulative_net_flow, crps\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"crps 1.5675 &gt; limit "));
  EXPECT_THAT(xml, HasSubstr("(baseline 1.0450, noise "));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"energy: the baseline&apos;s forecasts are not all there\"/>"));
}

TEST(GatesMarkdown, LeadsWithWhatDoesNotHold) {
  const std::string text = gates_markdown(gates(), kInput);
  EXPECT_THAT(text, HasSubstr("## Weeks <again> \\| once more\n\n**2 of 3 gates do not hold.**"));
  EXPECT_LT(text.find("| worse |"), text.find("| held |"));
  const std::string cut = gates_markdown(gates(), kInput, 500);
  EXPECT_LE(cut.size(), 540U);
  EXPECT_THAT(cut, HasSubstr("more in `gates.csv`"));
}

TEST(BenchmarkText, HasPositiveNumbersWithTheirNoise) {
  const Json list = Json::parse(benchmark_text(gates(), kInput));
  ASSERT_EQ(list.size(), 3U) << "two scores and the time; of what is gone nothing";
  EXPECT_EQ(list[0]["name"], "weeks: M, 1 week, total: cumulative_net_flow, crps");
  EXPECT_EQ(list[0]["unit"], "% of AUM");
  EXPECT_NEAR(list[0]["value"].get<double>(), 1.045, 1e-12);
  EXPECT_EQ(list[2]["unit"], "s");
  EXPECT_EQ(list[2]["value"], 12.34);
  for (const Json& one : list) EXPECT_GT(one["value"].get<double>(), 0.0);
}

}  // namespace
}  // namespace ebbtide
