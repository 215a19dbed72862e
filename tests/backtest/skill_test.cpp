#include "backtest/skill.h"

#include <gtest/gtest.h>

#include <cmath>

#include "random/boost_draws.h"
#include "support/backtest_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::day;

TEST(PairedSkill, OfAConstantRatioIsSure) {
  PairedScores scores;
  for (int i = 1; i <= 20; ++i) {
    scores.own.push_back(0.8 * i);
    scores.rival.push_back(i);
  }
  const Skill skill = paired_skill(scores, 4, 1);
  EXPECT_EQ(skill.forecasts, 20U);
  EXPECT_NEAR(skill.percent, 20.0, 1e-12);
  EXPECT_NEAR(skill.percent_error, 0.0, 1e-9);
}

// Independent differences around a rival of 1: the error of the mean is sd / sqrt(n), unpaired it would be larger by
// the common part.
TEST(PairedSkill, HasTheErrorOfThePairedDifference) {
  PlaceEngine draws(9, {});
  PairedScores scores;
  constexpr int kCount = 400;
  for (int i = 0; i < kCount; ++i) {
    const double common = 5.0 + normal_draw(draws);
    scores.own.push_back(common + 0.2 * normal_draw(draws));
    scores.rival.push_back(common);
  }
  const Skill skill = paired_skill(scores, 2, 1);
  const double expected = 100.0 * 0.2 / 5.0 / std::sqrt(kCount);
  EXPECT_NEAR(skill.percent_error, expected, 0.2 * expected);
  EXPECT_EQ(paired_skill(scores, 2, 1).percent_error, skill.percent_error);
}

// Differences that come in runs of eight have the error of a tenth as many; blocks must see it.
TEST(PairedSkill, SeesThatNeighboursGoTogether) {
  PlaceEngine draws(10, {});
  PairedScores scores;
  double run = 0.0;
  for (int i = 0; i < 400; ++i) {
    if (i % 8 == 0) run = 0.5 * normal_draw(draws);
    scores.own.push_back(5.0 + run);
    scores.rival.push_back(5.0);
  }
  EXPECT_GT(paired_skill(scores, 16, 1).percent_error, 2.0 * paired_skill(scores, 1, 1).percent_error);
}

ScoreRow row(const std::string& model, int week, const std::string& score, const std::string& unit, double value) {
  return {model,
          Track::macro,
          add_weeks(day("2025-06-02"), week),
          1,
          add_weeks(day("2025-06-06"), week),
          Level::total,
          "",
          "cumulative_net_flow",
          score,
          unit,
          value};
}

BacktestDefinition definition() {
  BacktestDefinition result = fixture::small_backtest();
  result.universe = "funds";
  return result;
}

TEST(SkillTable, ComparesForecastsThatBothMade) {
  BacktestResult result;
  for (int week = 0; week < 3; ++week) result.scores.push_back(row("ebbtide", week, "crps", "%", 0.5));
  for (int week = 0; week < 2; ++week) result.scores.push_back(row("ar1_t", week, "crps", "%", 1.0));
  const Table table = skill_table(definition(), result);
  EXPECT_EQ(csv_text(table),
            "universe,level,target,track,horizon,score,rival,forecasts,value,rival_value,skill,skill_se\n"
            "funds,total,cumulative_net_flow,M,1,crps,ar1_t,2,0.5,1,50,0\n");
}

// Scores of members of one origin go together: they count as one forecast.
TEST(SkillTable, TakesTheMeanOverMembers) {
  BacktestResult result;
  for (int week = 0; week < 2; ++week) {
    for (const char* member : {"Bitcoin", "Ether"}) {
      for (const char* model : {"ebbtide", "ar1_t"}) {
        ScoreRow score = row(model, week, "crps", "%", std::string(model) == "ebbtide" ? 0.25 : 0.5);
        score.level = Level::assets;
        score.member = member;
        if (score.member == "Ether") score.value *= 3.0;
        result.scores.push_back(score);
      }
    }
  }
  EXPECT_EQ(csv_text(skill_table(definition(), result)),
            "universe,level,target,track,horizon,score,rival,forecasts,value,rival_value,skill,skill_se\n"
            "funds,assets,cumulative_net_flow,M,1,crps,ar1_t,2,0.5,1,50,0\n");
}

}  // namespace
}  // namespace ebbtide
