#include "app/nowcast_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;
using ::testing::HasSubstr;

SeriesResult series_of(const SeriesKey& key, double median, bool inferred) {
  SeriesResult result;
  result.series.target = Target::net_flow;
  result.series.key = key;
  result.series.inferred = inferred;
  result.weeks.emplace_back();
  auto& quantiles = result.weeks.front().summary.quantiles;
  quantiles[1].value = median - 400.0;
  quantiles[4].value = median;
  quantiles[7].value = median + 400.0;
  return result;
}

ScenarioResult sample(bool sighted) {
  ScenarioResult result;
  auto calibration = std::make_shared<Calibration>();
  calibration->week_one = day("2026-01-23");
  result.model.calibration = calibration;
  result.scenario.as_of = day("2026-01-24");
  FlowCondition condition;
  if (!sighted) condition.where.file = "own.yaml";
  result.model.flow_conditions.push_back(condition);
  result.simulation.series = {series_of({}, -1950.0, false), series_of({"Solana", "", ""}, 12.0, false),
                              series_of({"Bitcoin", "", ""}, -1300.0, false),
                              series_of({"", "", "iShares"}, -900.0, true)};
  return result;
}

TEST(NowcastText, NamesTheTotalAndTheLargestMembersFirst) {
  const std::string text = nowcast_text(sample(true));
  EXPECT_THAT(text, HasSubstr("Week to 2026-01-23, as of 2026-01-24: net flow -1.95 bn (-2.35 bn to -1.55 bn) USD"));
  EXPECT_THAT(text, HasSubstr("By asset: Bitcoin -1.30 bn (-1.70 bn to -900 m), Solana +12 m (-388 m to +412 m)."));
  EXPECT_THAT(text, HasSubstr("By issuer: iShares* -900 m"));
  EXPECT_EQ(text.find("By region"), std::string::npos);
}

TEST(NowcastText, ExplainsTheAsteriskWhereThereIsOne) {
  EXPECT_THAT(nowcast_text(sample(true)), HasSubstr(". * rests on declared shares"));
  ScenarioResult seen = sample(true);
  seen.simulation.series.pop_back();
  EXPECT_EQ(nowcast_text(seen).find('*'), std::string::npos);
}

TEST(NowcastText, SaysSinceWhenItIsTheLargestAndHowManyTakePart) {
  ScenarioResult result = sample(true);
  auto known = std::make_shared<KnownFlows>();
  for (int week = 20; week >= 1; --week)
    (*known)[{}].push_back({add_weeks(day("2026-01-23"), -week), week == 9 ? -2000.0 : 100.0 * week});
  result.known_flows = known;
  EXPECT_THAT(nowcast_text(result),
              HasSubstr("median with 5 to 95 %, at the median the largest outflow since 2025-11-21."));
  (*known)[{}][11].musd = 0.0;
  EXPECT_THAT(nowcast_text(result), HasSubstr("the largest outflow of 21 known weeks."));

  auto calibration = std::make_shared<Calibration>();
  calibration->week_one = day("2026-01-23");
  calibration->funds.emplace();
  for (const char* name : {"United States", "Germany"}) {
    calibration->funds->members.emplace_back();
    calibration->funds->members.back().name = name;
    calibration->funds->members.back().dimension = Dimension::region;
  }
  result.model.calibration = calibration;
  result.simulation.series.push_back(series_of({"", "Germany", ""}, 20.0, false));
  result.simulation.series.push_back(series_of({"", "United States", ""}, -1800.0, false));
  BreadthLaw breadth{Dimension::region, {0, 1}, std::vector<BreadthWeek>(1)};
  breadth.weeks[0].mean.value = 0.84;
  result.simulation.members.breadth.push_back(breadth);
  result.simulation.members.first_week = {
      {1, std::nullopt, {0.11, 0.0}}, {0, std::nullopt, {0.62, 0.0}}, {0, 1, {0.5, 0.0}}};
  const std::string text = nowcast_text(result);
  EXPECT_THAT(text, HasSubstr(" Inflows expected into 0.8 of 2 named regions."));
  EXPECT_THAT(text, HasSubstr(" United States loses while the other regions together gain: 62 %."));
}

TEST(NowcastText, IsEmptyWithoutASighting) {
  EXPECT_EQ(nowcast_text(sample(false)), "");
}

}  // namespace
}  // namespace ebbtide
