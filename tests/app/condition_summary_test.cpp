#include "app/condition_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/error_coverage.h"

namespace ebbtide {
namespace {

using testing::HasSubstr;

// The US funds with Bitcoin down 10 % in week 1.
ScenarioResult slump() {
  PreparedScenario prepared = fixture::small_batch()[1];
  prepared.scenario.baseline.reset();
  prepared.scenario.paths = 500;
  prepared.model.constraints.back().text = "bitcoin, week 1: -10 %";
  return std::move(run_batch({prepared}, Executor(2), {}, nullptr).front());
}

TEST(ConditionLines, TableSaysWhatWasAskedWhatWasGotAndWhatTheKindMeans) {
  const auto lines = condition_lines(slump());
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[0].first, "conditions");
  EXPECT_THAT(lines[0].second, testing::StartsWith("asked"));
  EXPECT_EQ(lines[1].second, "bitcoin, week 1: -10 %  -10.000 +- 0.000 %  hard: holds on every path");
  // Twelve values of the week before, the dollar's not published on a holiday.
  EXPECT_EQ(lines.back().first, "already published");
  EXPECT_THAT(lines.back().second, HasSubstr("12 market values"));
}

TEST(ConditionLines, SayHowPlausibleTheConditionsAreAndWhichWeeksTheyMove) {
  ScenarioResult result = slump();
  Plausibility plausibility;
  plausibility.conditions = 1;
  plausibility.distance = 2.36;
  plausibility.p_value = 0.134;
  plausibility.earlier = {{1, "equities", Unit::percent, -0.84, 0.31}};
  result.plausibility = plausibility;
  const auto lines = condition_lines(result);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[2], (std::pair<std::string, std::string>("plausibility", "p 0.13, q 2.4 on 1 condition")));
  EXPECT_EQ(lines[3], (std::pair<std::string, std::string>(
                          "earlier weeks", "conditions on later weeks move week 1 (equities -0.8 %, 0.3 sd)")));
}

TEST(ConditionLines, AreNoneWithoutConditionsAndKnownValues) {
  ScenarioResult result = slump();
  result.model.constraints.clear();
  EXPECT_TRUE(condition_lines(result).empty());
}

}  // namespace
}  // namespace ebbtide
