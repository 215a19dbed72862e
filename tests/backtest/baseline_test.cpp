#include "backtest/baseline.h"

#include <gtest/gtest.h>

#include "support/gate_sample.h"
#include "support/temporary_folder.h"
#include "text/file.h"

namespace ebbtide {
namespace {

BaselineSection section(const std::string& name, std::vector<ScoreSeries> series) {
  return {name, "a first baseline", 1000, 5, std::move(series)};
}

std::optional<std::vector<BaselineSection>> load_text(const std::string& text, Findings& findings) {
  const TemporaryFolder folder;
  write_file(folder.file("baseline.json"), text);
  return load_baseline(folder.file("baseline.json"), findings);
}

TEST(Baseline, ReadsBackWhatItWrites) {
  ScoreSeries whole = fixture::score_series(5), gappy = fixture::score_series(5);
  gappy.score = ScoreKind::energy;
  gappy.level = Level::assets;
  gappy.values[4] = 1.0 / 3.0;
  gappy.origins.erase(gappy.origins.begin() + 2);
  gappy.values.erase(gappy.values.begin() + 2);
  Findings findings;
  const auto sections = load_text(baseline_text({}, section("weeks", {whole, gappy})), findings);
  ASSERT_TRUE(sections.has_value()) << render(findings, false);
  ASSERT_EQ(sections->size(), 1U);
  const BaselineSection& read = sections->front();
  EXPECT_EQ(read.backtest, "weeks");
  EXPECT_EQ(read.reason, "a first baseline");
  EXPECT_EQ(read.paths, 1000U);
  EXPECT_EQ(read.seed, 5U);
  ASSERT_EQ(read.series.size(), 2U);
  EXPECT_TRUE(read.series[1].is_of(gappy));
  EXPECT_EQ(read.series[1].origins, gappy.origins);
  EXPECT_EQ(read.series[1].values, gappy.values) << "to the last digit";
}

TEST(Baseline, KeepsTheSectionsOfOtherBacktests) {
  Findings findings;
  const ScoreSeries series = fixture::score_series(3);
  auto sections =
      load_text(baseline_text({section("a", {series}), section("b", {series})}, section("b", {})), findings);
  ASSERT_TRUE(sections.has_value());
  ASSERT_EQ(sections->size(), 2U);
  EXPECT_EQ((*sections)[0].series.size(), 1U);
  EXPECT_TRUE((*sections)[1].series.empty());
  sections = load_text(baseline_text(*sections, section("c", {series})), findings);
  ASSERT_EQ(sections->size(), 3U);
  EXPECT_EQ(sections->back().backtest, "c");
}

TEST(Baseline, RefusesWhatNoProgramWrote) {
  const std::string good = baseline_text({}, section("weeks", {fixture::score_series(3)}));
  const auto problem_with = [&](const std::string& part, const std::string& other) {
    std::string text = good;
    text.replace(text.find(part), part.size(), other);
    Findings findings;
    EXPECT_FALSE(load_text(text, findings).has_value()) << other;
    const auto sorted = findings.sorted();
    return sorted.empty() ? "" : sorted.front().code + " " + sorted.front().problem;
  };
  EXPECT_EQ(problem_with("ebbtide-baseline/1", "ebbtide-baseline/9"),
            "baseline-value /schema: not what a baseline holds there");
  EXPECT_EQ(problem_with("\"crps\"", "\"crpss\""),
            "baseline-value /backtests/0/series/0/score: not what a baseline holds there");
  EXPECT_EQ(problem_with("1.01", "\"1.01\""),
            "baseline-value /backtests/0/series/0/values/1: not what a baseline holds there");
  EXPECT_EQ(problem_with("1.0,", ""), "baseline-value /backtests/0/series/0/values: not what a baseline holds there");
  EXPECT_EQ(problem_with("2025-01-13", "2025-01-05"),
            "baseline-value /backtests/0/origins/1: not what a baseline holds there");
  EXPECT_EQ(problem_with("\"paths\": 1000", "\"paths\": -1"),
            "baseline-value /backtests/0/paths: not what a baseline holds there");
}

}  // namespace
}  // namespace ebbtide
