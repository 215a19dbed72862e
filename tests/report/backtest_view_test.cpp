#include "report/backtest_view.h"

#include <gtest/gtest.h>

#include "support/backtest_tables.h"

namespace ebbtide {
namespace {

TEST(BacktestView, FindsTheEnginesNumbers) {
  const BacktestResults results = fixture::backtest_tables();
  const BacktestView view(results);
  ASSERT_EQ(view.quantities().size(), 1U);
  EXPECT_EQ(view.quantities()[0].name, "Net flow");
  EXPECT_EQ(view.tracks(), (std::vector<std::string>{"U", "M"}));
  EXPECT_EQ(view.horizons(), (std::vector<int>{1, 4}));
  const ForecastPlace place = place_of(view.quantities()[0], "M", 4);
  EXPECT_EQ(view.best_rival(place), "climatology_52");
  EXPECT_NEAR(view.skill(place, "ar1_t")->skill, 20.0, 1e-9);
  EXPECT_EQ(view.skill(place, "analogues"), nullptr);
  EXPECT_EQ(view.coverage(place, 90)->outcomes, 40);
  EXPECT_TRUE(view.test(place, "ar1_t")->separable);
  EXPECT_FALSE(view.test(place, "ebbtide")->separable);
  EXPECT_TRUE(view.best_rival({"assets", "cumulative_net_flow", "U", 1}).empty());
}

TEST(SkillWords, AreEvenWithinTwoStandardErrors) {
  EXPECT_EQ(skill_words({10, 1.0, 1.0, 3.9, 2.0}), "even");
  EXPECT_EQ(skill_words({10, 1.0, 1.0, 4.1, 2.0}), "better");
  EXPECT_EQ(skill_words({10, 1.0, 1.0, -4.1, 2.0}), "worse");
  EXPECT_EQ(skill_text({10, 1.0, 1.0, 27.8, 7.2}), "+28 \u00b1 7 %");
  EXPECT_EQ(skill_text({10, 1.0, 1.0, -2.8, 1.2}), "-3 \u00b1 1 %");
}

}  // namespace
}  // namespace ebbtide
