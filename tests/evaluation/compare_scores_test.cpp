#include "evaluation/compare_scores.h"

#include <gtest/gtest.h>

#include "core/calendar.h"
#include "support/score_series.h"

namespace ebbtide {
namespace {

RecordedScore score_of(const std::string& model, int week, double value) {
  RecordedScore score;
  score.key.scenario = "u";
  score.key.series = "crps";
  score.key.item = model;
  score.origin = date_text(add_weeks(Date(std::chrono::year(2024) / 1 / 5), week));
  score.value = value;
  return score;
}

// 104 origins of one model: what the weeks share, a level and noise of its own.
std::vector<RecordedScore> weekly_scores(fixture::TestDraws& draws, const std::vector<double>& common, double level,
                                         double own) {
  const std::vector<double> values = fixture::scores_of(draws, common, level, own);
  std::vector<RecordedScore> scores;
  for (std::size_t t = 0; t < values.size(); ++t) scores.push_back(score_of("ebbtide", static_cast<int>(t), values[t]));
  return scores;
}

TEST(CompareScores, ComparesMeansOverTheOriginsThatBothHave) {
  const std::vector<RecordedScore> first = {score_of("a", 0, 1.0), score_of("a", 1, 2.0), score_of("a", 2, 90.0)};
  const std::vector<RecordedScore> second = {score_of("a", 1, 4.0), score_of("a", 0, 3.0)};
  const ComparedTable table = compare_scores(first, second, {});
  ASSERT_EQ(table.rows.size(), 1U);
  const ComparedValue& mean = table.rows[0].values[0];
  EXPECT_EQ(mean.first.value, 1.5);
  EXPECT_EQ(mean.second.value, 3.5);
  EXPECT_EQ(mean.noise, 0.0);  // worse by 2 in every week
  EXPECT_EQ(mean.agreement, Agreement::beyond_noise);
  EXPECT_EQ(table.rows[0].values[1].first.value, 3.0);
  EXPECT_EQ(table.rows[0].values[1].second.value, 2.0);
}

// The weeks' own difficulty cancels in pairs: a difference of 0.2 shows beneath scores that vary by 1.
TEST(CompareScores, PairsTheOrigins) {
  fixture::TestDraws draws(1);
  const std::vector<double> common = fixture::overlapping_noise(draws, 104, 2);
  const std::vector<RecordedScore> first = weekly_scores(draws, common, 2.0, 0.1);
  const ComparedValue worse = compare_scores(first, weekly_scores(draws, common, 2.2, 0.1), {}).rows[0].values[0];
  EXPECT_EQ(worse.agreement, Agreement::beyond_noise);
  EXPECT_LT(worse.noise.value(), 0.03);
  const ComparedValue other = compare_scores(first, weekly_scores(draws, common, 2.0, 0.1), {}).rows[0].values[0];
  EXPECT_EQ(other.agreement, Agreement::within_noise);
  // The planted error: shifted by half the sample the pairs are lost, and so is the difference.
  std::vector<RecordedScore> shifted = weekly_scores(draws, common, 2.2, 0.1);
  for (std::size_t t = 0; t < 52; ++t) std::swap(shifted[t].value, shifted[t + 52].value);
  EXPECT_EQ(compare_scores(first, shifted, {}).rows[0].values[0].agreement, Agreement::within_noise);
}

TEST(CompareScores, TellsModelsOfOneBacktestOnlyAndOriginsThatDoNotMeet) {
  const ComparedTable table =
      compare_scores({score_of("a", 0, 1.0), score_of("b", 0, 1.0)}, {score_of("a", 5, 1.0)}, {});
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].values[0].agreement, Agreement::one_run_only);
  EXPECT_EQ(table.rows[1].key.item, "b");
  EXPECT_EQ(table.rows[1].values[0].agreement, Agreement::one_run_only);
  EXPECT_FALSE(table.rows[1].values[1].second.value);
}

}  // namespace
}  // namespace ebbtide
