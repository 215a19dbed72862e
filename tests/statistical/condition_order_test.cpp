// The order of conditions in a scenario file says nothing (docs/scenario-format.md, Conditions). With hard conditions
// alone, results are the same to rounding. Where a target, a sighting or a bound draws random numbers, it does so by
// its place among the conditions (docs/methods.md, Random numbers): another order is another sample of the same law.
#include <algorithm>
#include <cmath>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "evaluation/condition_outcome.h"
#include "evaluation/scenario_run.h"
#include "support/scenarios.h"
#include "support/shipped_calibration.h"
#include "support/temporary_folder.h"

namespace ebbtide {
namespace {

const std::vector<std::string> kHard = {
    "{factor: bitcoin, week: 1, change: -5 %}",        "{factor: cuts_priced, cumulative: -20 bp, weeks: 1-3}",
    "{factor: equities, average: -0.4 %, weeks: 2-4}", "{combination: {ether: 1, bitcoin: -1}, week: 2, change: -3 %}",
    "{factor: solana, change: [~, -6 %, 2 %]}",        "{factor: bitcoin, cumulative: -9 %, weeks: 1-4}"};
const std::vector<std::string> kSoft = {
    "{factor: dollar, cumulative: 1 %, weeks: 1-4, kind: target, sd: 0.5 %}",
    "{factor: bitcoin, week: 1, change: -5 %}",
    "{factor: volatility, change: [+8 %, ~, +4 %], kind: evidence, sd: [6 %, ~, 3 %]}",
    "{factor: ether, weeks: 1-2, at most: -5 %}",
    "{factor: cuts_priced_out, week: 2, change: 8 bp, kind: evidence, sd: 4 bp}",
    "{combination: {solana: 1, bitcoin: -1}, week: 3, between: [-8 %, 1 %]}",
    "{factor: equities, week: 3, change: -1 %, kind: target, sd: 1 %}"};

ScenarioResult run_of(const std::vector<std::string>& conditions, std::uint64_t seed, std::uint64_t paths,
                      const std::string& path = "full") {
  const TemporaryFolder folder;
  std::string text = "schema: ebbtide-scenario/1\nname: ordered\nuniverse: us-spot-etf\nas_of: 2026-01-19\n";
  text += "horizon: 4 weeks\npaths: " + std::to_string(paths) + "\nseed: " + std::to_string(seed) + "\npath: " + path;
  text += "\nevents:\n  outflow: {cumulative_flow: total, week: 4, below: 0 m USD}\n";
  text += "conditions:\n";
  for (const std::string& condition : conditions) text += "  - " + condition + "\n";
  std::ofstream(folder.file("ordered.yaml")) << text;
  Findings findings;
  const auto loaded = testing::load_shipped_scenarios({folder.file("ordered.yaml")}, findings);
  if (loaded.empty()) throw InputError(findings);
  BatchSource source;
  source.history = [](const std::string& name) { return &fixture::shipped_history(name); };
  source.calibration = fixture::shipped_calibration("us-spot-etf");
  Findings bound;
  const auto batch = prepare_batch({loaded.front().scenario}, source, Executor(2), bound);
  if (batch.empty()) throw InputError(bound);
  return std::move(run_batch(batch, Executor(2), {}, nullptr).front());
}

std::vector<std::string> reversed(std::vector<std::string> list) {
  std::reverse(list.begin(), list.end());
  return list;
}

std::vector<std::string> rotated(std::vector<std::string> list, std::ptrdiff_t by) {
  std::rotate(list.begin(), list.begin() + by, list.end());
  return list;
}

struct Row {
  std::string text;
  double got;
};

// The conditions' own rows, by their text.
std::vector<Row> condition_rows(const ScenarioResult& result) {
  std::vector<Row> rows;
  for (const ConditionOutcome& outcome : outcomes_of(result)) {
    if (outcome.got_mean) rows.push_back({outcome.text, outcome.got_mean->value});
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.text < b.text; });
  return rows;
}

// Everything that a scenario's plausibility says, texts exactly and numbers to rounding.
void expect_same_plausibility(const ScenarioResult& a, const ScenarioResult& b) {
  const Plausibility &one = a.plausibility.value(), &other = b.plausibility.value();
  EXPECT_EQ(one.conditions, other.conditions);
  EXPECT_EQ(one.bounds, other.bounds);
  EXPECT_NEAR(*one.distance, *other.distance, 1e-9 * *one.distance);
  EXPECT_NEAR(*one.p_value, *other.p_value, 1e-9 * *one.p_value);
  ASSERT_TRUE(one.past && other.past);
  ASSERT_EQ(one.past->similar.size(), other.past->similar.size());
  for (std::size_t i = 0; i < one.past->similar.size(); ++i)
    EXPECT_EQ(one.past->similar[i].last_week, other.past->similar[i].last_week);
  ASSERT_EQ(one.earlier.size(), other.earlier.size());
  const auto mine = condition_rows(a), theirs = condition_rows(b);
  ASSERT_EQ(mine.size(), theirs.size());
  for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_EQ(mine[i].text, theirs[i].text);
}

TEST(ConditionOrder, ChangesNothingAmongHardConditions) {
  for (const char* path : {"full", "sequential"}) {
    const ScenarioResult base = run_of(kHard, 5, 2'000, path);
    for (const auto& list : {reversed(kHard), rotated(kHard, 2), rotated(reversed(kHard), 3)}) {
      const ScenarioResult other = run_of(list, 5, 2'000, path);
      expect_same_plausibility(base, other);
      // The share of simulated paths that lie as far out compares distances: equal ones, to rounding.
      EXPECT_EQ(base.plausibility->simulated_share->value, other.plausibility->simulated_share->value);
      const auto mine = condition_rows(base), theirs = condition_rows(other);
      for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_NEAR(mine[i].got, theirs[i].got, 1e-6) << mine[i].text;
      for (std::size_t i = 0; i < base.simulation.series.size(); ++i) {
        const SeriesResult& series = base.simulation.series[i];
        if (series.series.target == Target::condition) continue;
        for (std::size_t week = 0; week < series.weeks.size(); ++week) {
          const SeriesWeek& same = other.simulation.series[i].weeks[week];
          const double size = 1e-9 + series.weeks[week].summary.standard_deviation.value +
                              std::abs(series.weeks[week].summary.mean.value);
          // Sums are of doubles, samples in single precision.
          EXPECT_NEAR(series.weeks[week].summary.mean.value, same.summary.mean.value, 1e-9 * size);
          EXPECT_NEAR(series.weeks[week].summary.quantiles[2].value, same.summary.quantiles[2].value, 1e-6 * size);
        }
      }
      EXPECT_EQ(base.simulation.events[0].probability.value, other.simulation.events[0].probability.value);
    }
  }
}

// Of the order itself, so that the next test is one of something.
TEST(ConditionOrder, GivesSoftConditionsOtherRandomNumbers) {
  const ScenarioResult one = run_of(kSoft, 5, 2'000), other = run_of(reversed(kSoft), 5, 2'000);
  EXPECT_NE(one.simulation.events[0].probability.value, other.simulation.events[0].probability.value);
}

// Another order on another seed. Some 900 comparisons of means, spreads and quantiles, many of them of nearly the same
// thing: at four standard errors of the difference, 6e-5 each. Errors of weighted paths are large-sample errors.
TEST(ConditionOrder, LeavesTheLawOfSoftConditions) {
  const ScenarioResult base = run_of(kSoft, 5, 60'000);
  std::uint64_t seed = 6;
  for (const auto& list : {reversed(kSoft), rotated(kSoft, 3)}) {
    const ScenarioResult other = run_of(list, seed++, 60'000);
    expect_same_plausibility(base, other);
    const Estimate a = *base.plausibility->bounds_probability, b = *other.plausibility->bounds_probability;
    EXPECT_NEAR(a.value, b.value, 4.0 * std::hypot(a.standard_error, b.standard_error));
    const auto same = [](const Estimate& x, const Estimate& y, const Series& series, std::size_t week) {
      EXPECT_NEAR(x.value, y.value, 1e-6 + 4.0 * std::hypot(x.standard_error, y.standard_error))
          << series.name << target_text(series.target) << " " << series.member << " week " << week + 1;
    };
    for (std::size_t i = 0; i < base.simulation.series.size(); ++i) {
      const SeriesResult& series = base.simulation.series[i];
      if (series.series.target == Target::condition) continue;
      for (std::size_t week = 0; week < series.weeks.size(); ++week) {
        const ColumnSummary &x = series.weeks[week].summary, &y = other.simulation.series[i].weeks[week].summary;
        same(x.mean, y.mean, series.series, week);
        same(x.standard_deviation, y.standard_deviation, series.series, week);
      }
    }
    same(base.simulation.events[0].probability, other.simulation.events[0].probability, {}, 0);
  }
}

}  // namespace
}  // namespace ebbtide
