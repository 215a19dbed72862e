#include "backtest/leak_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/rival.h"
#include "support/backtest_sample.h"

namespace ebbtide {
namespace {

using fixture::day;
using fixture::shipped_history;
using fixture::small_backtest;
using ::testing::ElementsAre;

const Date kOrigin = day("2025-06-02");

std::vector<Leak> leaks_of(const std::vector<Forecaster>& forecasters) {
  return find_leaks(shipped_history("us-spot-etf"), small_backtest(), kOrigin, forecasters, 64, {}, Executor(2));
}

// "name track weeks"
std::vector<std::string> names(const std::vector<Leak>& leaks) {
  std::vector<std::string> result;
  for (const Leak& leak : leaks)
    result.push_back(leak.model + " " + std::string(track_text(leak.track)) + " " + std::to_string(leak.weeks));
  return result;
}

Forecaster planted(const std::function<double(const ForecastTask&, const HistoryView&)>& value) {
  return {"planted", [](Track) { return true; },
          [value](const ForecastTask& task, const HistoryView& later) {
            Forecast forecast;
            forecast.flow_musd = {value(task, later)};
            return forecast;
          }};
}

TEST(LeakCheck, FindsNoneInTheEngineAndItsRivals) {
  BacktestDefinition definition = small_backtest();
  definition.rivals = rival_names();
  EXPECT_THAT(names(leaks_of(forecasters_of(definition))), ElementsAre());
}

TEST(LeakCheck, CatchesAForecastThatReadsTheFlowThatCame) {
  const auto cheat = planted([](const ForecastTask& task, const HistoryView& later) {
    return later.flow({}, task.origin.week_one)->value_musd;
  });
  EXPECT_THAT(names(leaks_of({cheat})),
              ElementsAre("planted U 1", "planted U 2", "planted M 1", "planted M 2", "planted MP 1", "planted MP 2"));
}

TEST(LeakCheck, CatchesAForecastThatReadsPricesItsTrackDoesNotKnow) {
  const auto cheat = planted([](const ForecastTask& task, const HistoryView& later) {
    return *later.displayed(*later.market().index_of("bitcoin"), task.origin.week_one);
  });
  EXPECT_THAT(names(leaks_of({cheat})), ElementsAre("planted U 1", "planted U 2", "planted M 1", "planted M 2"));
}

TEST(LeakCheck, CatchesAForecastThatReadsFactorsBeyondItsHorizon) {
  const auto cheat = planted([](const ForecastTask& task, const HistoryView& later) {
    return *later.displayed(*later.market().index_of("equities"), add_weeks(task.origin.week_one, task.weeks));
  });
  EXPECT_EQ(leaks_of({cheat}).size(), 6U);
}

TEST(LeakCheck, CatchesAForecastThatReadsAumOrSharesPublishedLater) {
  const auto cheat = planted([](const ForecastTask& task, const HistoryView& later) {
    const SeriesKey cell{"Bitcoin", "United States", "iShares"};
    double sum = 0.0;
    for (int week = 0; week < 40; ++week) {
      if (const auto aum = later.aum(cell, add_weeks(task.origin.week_one, week))) sum += aum->value_musd;
    }
    return sum;
  });
  EXPECT_EQ(leaks_of({cheat}).size(), 6U);
}

TEST(ScrambledHistory, LeavesWhatWasPublicAsItIs) {
  const History& history = shipped_history("us-spot-etf");
  const History scrambled = scrambled_history(history, kOrigin, Track::macro, day("2025-06-06"));
  const HistoryView before = history.as_of(kOrigin), after = scrambled.as_of(kOrigin);
  ASSERT_EQ(after.week_one(), before.week_one());
  for (Date week = day("2025-01-03"); week < before.week_one(); week = add_weeks(week, 1)) {
    EXPECT_EQ(after.flow({}, week)->value_musd, before.flow({}, week)->value_musd);
    for (std::size_t v = 0; v < before.market().variables.size(); ++v)
      EXPECT_EQ(after.displayed(v, week), before.displayed(v, week));
  }
  const HistoryView all = history.complete(), other = scrambled.complete();
  const auto equities = *all.market().index_of("equities"), bitcoin = *all.market().index_of("bitcoin");
  EXPECT_EQ(other.displayed(equities, day("2025-06-06")), all.displayed(equities, day("2025-06-06")));
  EXPECT_NE(other.displayed(equities, day("2025-06-13")), all.displayed(equities, day("2025-06-13")));
  EXPECT_NE(other.displayed(bitcoin, day("2025-06-06")), all.displayed(bitcoin, day("2025-06-06")));
}

}  // namespace
}  // namespace ebbtide
