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

TEST(NowcastText, IsEmptyWithoutASighting) {
  EXPECT_EQ(nowcast_text(sample(false)), "");
}

}  // namespace
}  // namespace ebbtide
