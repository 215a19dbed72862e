#include "backtest/run_backtest.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "backtest/backtest_tables.h"
#include "core/error.h"
#include "support/backtest_sample.h"
#include "text/csv.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_history;
using fixture::small_backtest;

BacktestResult run(const BacktestDefinition& definition, const History& history, int threads) {
  return run_backtest(history, definition, Executor(threads), {});
}

std::string scores_text(const BacktestDefinition& definition, const BacktestResult& result) {
  return csv_text(scores_table(definition, result));
}

TEST(Backtest, GivesTheSameNumbersForAnyNumberOfThreads) {
  const BacktestDefinition definition = small_backtest();
  const BacktestResult one = run(definition, shipped_history("us-spot-etf"), 1);
  EXPECT_EQ(scores_text(definition, one), scores_text(definition, run(definition, shipped_history("us-spot-etf"), 4)));
  EXPECT_EQ(one.origins.size(), 4U);
  EXPECT_EQ(one.skipped, 0U);
  std::set<std::string> models, scores;
  std::set<Track> tracks_with_return;
  for (const ScoreRow& row : one.scores) {
    models.insert(row.model);
    scores.insert(row.score);
    if (row.model == "ar1_t_return") tracks_with_return.insert(row.track);
  }
  EXPECT_EQ(models, (std::set<std::string>{"ebbtide", "climatology_52", "ar1_t", "ar1_t_return", "aum_shares"}));
  EXPECT_EQ(scores, (std::set<std::string>{"crps", "tail_crps", "wis", "pit", "energy", "variogram"}));
  EXPECT_EQ(tracks_with_return, std::set<Track>{Track::macro_and_prices});
}

TEST(Backtest, OfAnOriginDoesNotDependOnOtherOrigins) {
  BacktestDefinition definition = small_backtest();
  const BacktestResult both = run(definition, shipped_history("us-spot-etf"), 2);
  definition.first_origin = definition.last_origin;
  const BacktestResult second = run(definition, shipped_history("us-spot-etf"), 2);
  BacktestResult of_both;
  for (const ScoreRow& row : both.scores) {
    if (row.origin == definition.last_origin) of_both.scores.push_back(row);
  }
  EXPECT_EQ(scores_text(definition, of_both), scores_text(definition, second));
}

// Everything published after the last week that is scored may go.
TEST(Backtest, DoesNotChangeWhenLaterWeeksAreAppended) {
  const History& all = shipped_history("us-spot-etf");
  const Date last = day("2025-06-21");
  const auto cut = [last](std::vector<Observation> rows) {
    std::erase_if(rows, [last](const Observation& row) { return row.published > last; });
    return rows;
  };
  auto levels = all.levels();
  levels.resize(static_cast<std::size_t>(weeks_between(all.first_market_week(), day("2025-06-20"))) + 1);
  const History early(all.universe(), all.market(), cut(all.flows()), cut(all.aum()), all.first_market_week(), levels);
  const BacktestDefinition definition = small_backtest();
  const BacktestResult before = run(definition, early, 2), after = run(definition, all, 2);
  ASSERT_FALSE(before.scores.empty());
  EXPECT_EQ(scores_text(definition, before), scores_text(definition, after));
  EXPECT_EQ(csv_text(origins_table(definition, before)), csv_text(origins_table(definition, after)));
}

// Under the longest horizon, of every model that forecasts week by week.
TEST(Backtest, ScoresTheHorizonsOfAnOriginTogether) {
  const BacktestDefinition definition = small_backtest();
  std::set<std::string> models;
  for (const ScoreRow& row : run(definition, shipped_history("us-spot-etf"), 1).scores) {
    if (row.level != Level::total || row.score != "energy") continue;
    models.insert(row.model);
    EXPECT_EQ(row.weeks, 2);
    EXPECT_GT(row.value, 0.0);
  }
  EXPECT_EQ(models, (std::set<std::string>{"ebbtide", "climatology_52", "ar1_t", "ar1_t_return"}));
  BacktestDefinition single = definition;
  single.horizons = {2};
  for (const ScoreRow& row : run(single, shipped_history("us-spot-etf"), 1).scores)
    EXPECT_FALSE(row.level == Level::total && row.score == "energy");
}

// With two origins there is no past to learn from.
TEST(Backtest, PoolsTheEngineWithAnAutoregression) {
  BacktestDefinition definition = small_backtest();
  const BacktestResult without = run(definition, shipped_history("us-spot-etf"), 2);
  EXPECT_TRUE(without.pool_weights.empty());
  definition.rivals.emplace_back(kLinearPool);
  const BacktestResult with = run(definition, shipped_history("us-spot-etf"), 2);
  std::map<std::tuple<std::string, Track, Date, int, std::string, std::string>, double> values;
  for (const ScoreRow& row : with.scores) {
    if (row.level == Level::total && row.unit != "%")
      values[{row.model, row.track, row.origin, row.weeks, row.target, row.score}] = row.value;
  }
  std::size_t pits = 0;
  for (const auto& [key, value] : values) {
    const auto& [model, track, origin, weeks, target, score] = key;
    if (model != kLinearPool) continue;
    const std::string partner(pool_partner(track));
    const double mean = 0.5 * (values.at({"ebbtide", track, origin, weeks, target, score}) +
                               values.at({partner, track, origin, weeks, target, score}));
    if (score == "pit") {
      ++pits;
      EXPECT_DOUBLE_EQ(value, mean);
    } else if (score == "crps") {
      EXPECT_LT(value, 1.03 * mean) << score << ": never above the mean of both, but for the noise of 200 draws";
    }
  }
  EXPECT_EQ(pits, 4U * 4U) << "flows in three tracks, AUM in MP";
  EXPECT_EQ(with.pool_weights.size(), pits);
  for (const PoolWeight& weight : with.pool_weights) EXPECT_EQ(weight.engine_weight, 0.5);
  EXPECT_EQ(std::vector<std::string>(), [&] {
    std::vector<std::string> moved;  // scores of other models that the pool changed
    for (std::size_t i = 0; i < without.scores.size(); ++i) {
      if (with.scores[i].value != without.scores[i].value) moved.push_back(with.scores[i].model);
    }
    return moved;
  }());
}

TEST(Backtest, LeavesOutOriginsOfWhichNothingCame) {
  BacktestDefinition definition = small_backtest();
  definition.first_origin = day("2026-03-30");  // all weeks are known by then
  definition.last_origin = day("2026-04-06");
  const BacktestResult result = run(definition, shipped_history("us-spot-etf"), 1);
  EXPECT_TRUE(result.scores.empty());
  EXPECT_EQ(result.skipped, 2U);
}

TEST(Backtest, RefusesAnOriginWithTooLittlePast) {
  BacktestDefinition definition = small_backtest();
  definition.first_origin = definition.last_origin = day("2024-05-06");
  try {
    run(definition, shipped_history("us-spot-etf"), 1);
    FAIL() << "calibrated on five weeks";
  } catch (const InputError& error) {
    EXPECT_EQ(error.findings().sorted().front().code, "short-history");
    EXPECT_EQ(error.findings().sorted().front().where.file, "small.yaml");
  }
}

}  // namespace
}  // namespace ebbtide
