#include "simulation/streaming.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "stats/grouped_mean.h"
#include "support/market_fixture.h"
#include "support/shipped_calibration.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 40'000;
constexpr double kUnlike = 1e-6;  // samples are rounded to floats where the exact mode reads them

Model global_model() {
  Model model;
  model.calibration = fixture::shipped_calibration("global-etp");
  model.horizon_weeks = 3;
  return model;
}

Event trough(const std::string& name, double level) {
  Event event;
  event.name = name;
  event.target = EventTarget::aum;
  event.statistic = EventStatistic::minimum;
  event.weeks = {1, 3};
  event.below = true;
  event.level = {level, Unit::million_usd};
  return event;
}

struct Asked {
  std::uint64_t exact_samples = 0;  // all is streamed
  int threads = 2;
  std::size_t piece_paths = 0;
  std::size_t count_bytes = SimulationOptions().count_bytes;
  std::uint64_t paths = kPaths;
  bool exact_quantiles = false;
};

SimulationResult run(const Model& model, const std::vector<Event>& events, const Asked& asked) {
  SimulationOptions options;
  options.seed = 8;
  options.paths = asked.paths;
  options.exact_samples = asked.exact_samples;
  options.piece_paths = asked.piece_paths;
  options.count_bytes = asked.count_bytes;
  options.exact_quantiles = asked.exact_quantiles;
  options.known_extremes = [](const SeriesKey&) { return FlowExtremes{-500.0, 500.0}; };
  SimulationMemory memory;
  // Medians of what came, so that percentiles have something to count.
  const RealisedLookup realised = [](const Series& series, int week) {
    if (week > 0) return std::optional<double>();
    if (series.target != Target::aum) return std::optional(10.0);
    return std::optional(series.key.is_total() ? 2e5 : 1e4);
  };
  return simulate(model, events, options, realised, Executor(asked.threads), memory);
}

constexpr std::uint64_t kAllExact = std::numeric_limits<std::uint64_t>::max();

struct Worst {
  double quantile = 0.0, shortfall = 0.0, error = 0.0;  // in standard errors; relative
};

void compare_members(const MemberStatistics& exact, const MemberStatistics& streamed, Worst& worst) {
  const auto near = [](const Estimate& a, const Estimate& b) {
    EXPECT_NEAR(a.value, b.value, 1e-12);
    EXPECT_NEAR(a.standard_error, b.standard_error, 1e-9);
  };
  ASSERT_EQ(exact.breadth.size(), streamed.breadth.size());
  for (std::size_t side = 0; side < exact.breadth.size(); ++side) {
    for (std::size_t week = 0; week < exact.breadth[side].weeks.size(); ++week) {
      EXPECT_EQ(exact.breadth[side].weeks[week].probability, streamed.breadth[side].weeks[week].probability);
      near(exact.breadth[side].weeks[week].most, streamed.breadth[side].weeks[week].most);
    }
  }
  ASSERT_EQ(exact.whole_horizon.size(), streamed.whole_horizon.size());
  for (std::size_t i = 0; i < exact.whole_horizon.size(); ++i)
    near(exact.whole_horizon[i].probability, streamed.whole_horizon[i].probability);
  ASSERT_EQ(exact.market_shares.size(), streamed.market_shares.size());
  for (std::size_t i = 0; i < exact.market_shares.size(); ++i) {
    const MarketShare &a = exact.market_shares[i], &b = streamed.market_shares[i];
    EXPECT_EQ(a.member, b.member);
    EXPECT_EQ(a.week, b.week);
    EXPECT_EQ(a.opening, b.opening);
    EXPECT_EQ(a.realised, b.realised);
    EXPECT_NEAR(a.percentile, b.percentile, 1e-9);
    EXPECT_NEAR(a.summary.mean.value, b.summary.mean.value, 1e-7);
    for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) {
      const Estimate &x = a.summary.quantiles[q], &y = b.summary.quantiles[q];
      if (x.standard_error > 0.0)
        worst.quantile = std::max(worst.quantile, std::abs(y.value - x.value) / x.standard_error);
    }
  }
}

// Every statistic of two runs; those read off counts are returned in standard errors of the first.
Worst compare(const SimulationResult& exact, const SimulationResult& streamed) {
  Worst worst;
  EXPECT_EQ(exact.series.size(), streamed.series.size());
  const auto apart = [&](const Estimate& a, const Estimate& b, const std::string& what) {
    // Within an atom, or where all paths agree, a quantile has no error; then it is the same.
    if (!(a.standard_error > 0.0)) {
      EXPECT_NEAR(b.value, a.value, kUnlike * (1.0 + std::abs(a.value))) << what;
      return 0.0;
    }
    worst.error = std::max(worst.error, std::abs(b.standard_error / a.standard_error - 1.0));
    return std::abs(b.value - a.value) / a.standard_error;
  };
  for (std::size_t i = 0; i < exact.series.size(); ++i) {
    const Series& series = exact.series[i].series;
    for (std::size_t w = 0; w < exact.series[i].weeks.size(); ++w) {
      const SeriesWeek &a = exact.series[i].weeks[w], &b = streamed.series[i].weeks[w];
      const std::string what = std::string(target_text(series.target)) + " " + std::to_string(i) + " week " +
                               std::to_string(w) + " " + series.name;
      const double scale = a.summary.standard_deviation.value + 1e-3 * std::abs(a.summary.mean.value);
      EXPECT_NEAR(b.summary.mean.value, a.summary.mean.value, kUnlike * scale) << what;
      EXPECT_NEAR(b.summary.standard_deviation.value, a.summary.standard_deviation.value, kUnlike * scale) << what;
      EXPECT_NEAR(b.summary.mean.standard_error, a.summary.mean.standard_error, kUnlike * scale) << what;
      EXPECT_NEAR(b.summary.standard_deviation.standard_error, a.summary.standard_deviation.standard_error,
                  kUnlike * scale)
          << what;
      for (std::size_t q = 0; q < kQuantileLevels.size(); ++q)
        worst.quantile = std::max(worst.quantile, apart(a.summary.quantiles[q], b.summary.quantiles[q], what));
      worst.shortfall = std::max(worst.shortfall, apart(a.summary.shortfall, b.summary.shortfall, what));
      EXPECT_EQ(a.realised, b.realised);
      EXPECT_NEAR(a.percentile, b.percentile, 1e-9) << what;
      EXPECT_EQ(a.record.has_value(), b.record.has_value()) << what;
      if (!a.record || !b.record) continue;
      EXPECT_EQ(a.record->lowest.value, b.record->lowest.value) << what;
      EXPECT_EQ(a.record->highest.value, b.record->highest.value) << what;
      EXPECT_NEAR(a.record->lowest.standard_error, b.record->lowest.standard_error, 1e-12) << what;
    }
  }
  for (std::size_t i = 0; i < exact.events.size(); ++i) {
    EXPECT_NEAR(exact.events[i].probability.value, streamed.events[i].probability.value, 1e-12);
    EXPECT_NEAR(exact.events[i].probability.standard_error, streamed.events[i].probability.standard_error, 1e-9);
    EXPECT_EQ(exact.events[i].realised, streamed.events[i].realised);
  }
  compare_members(exact.members, streamed.members, worst);
  EXPECT_EQ(exact.clipped_member_weeks, streamed.clipped_member_weeks);
  EXPECT_EQ(exact.member_weeks, streamed.member_weeks);
  return worst;
}

void expect_same_bits(const SimulationResult& a, const SimulationResult& b) {
  const auto same = [](const Estimate& x, const Estimate& y) {
    EXPECT_EQ(x.value, y.value);
    EXPECT_EQ(x.standard_error, y.standard_error);
  };
  for (std::size_t i = 0; i < a.series.size(); ++i) {
    for (std::size_t w = 0; w < a.series[i].weeks.size(); ++w) {
      const SeriesWeek &x = a.series[i].weeks[w], &y = b.series[i].weeks[w];
      same(x.summary.mean, y.summary.mean);
      same(x.summary.standard_deviation, y.summary.standard_deviation);
      same(x.summary.shortfall, y.summary.shortfall);
      for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) same(x.summary.quantiles[q], y.summary.quantiles[q]);
      EXPECT_EQ(x.percentile, y.percentile);
      if (x.record) same(x.record->lowest, y.record->lowest);
      EXPECT_TRUE(std::equal(x.group_sums.begin(), x.group_sums.end(), y.group_sums.begin(), y.group_sums.end()));
    }
  }
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    same(a.events[i].probability, b.events[i].probability);
    EXPECT_EQ(a.events[i].group_sums, b.events[i].group_sums);
  }
  for (std::size_t i = 0; i < a.members.whole_horizon.size(); ++i)
    same(a.members.whole_horizon[i].probability, b.members.whole_horizon[i].probability);
  for (std::size_t side = 0; side < a.members.breadth.size(); ++side)
    same(a.members.breadth[side].weeks[0].mean, b.members.breadth[side].weeks[0].mean);
  for (std::size_t i = 0; i < a.members.market_shares.size(); ++i) {
    const ColumnSummary &x = a.members.market_shares[i].summary, &y = b.members.market_shares[i].summary;
    same(x.mean, y.mean);
    same(x.shortfall, y.shortfall);
    for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) same(x.quantiles[q], y.quantiles[q]);
  }
  EXPECT_EQ(a.group_weights, b.group_weights);
  EXPECT_EQ(a.clipped_member_weeks, b.clipped_member_weeks);
}

// Below a tenth of a Monte Carlo standard error for every quantile and shortfall of every series.
TEST(Streaming, StatisticsAreThoseOfTheSamples) {
  const std::vector<Event> events = {trough("dip", 180'000.0)};
  const Model model = global_model();
  const SimulationResult exact = run(model, events, {.exact_samples = kAllExact});
  const SimulationResult streamed = run(model, events, {});
  EXPECT_EQ(exact.mode, StatisticsMode::exact);
  EXPECT_EQ(streamed.mode, StatisticsMode::streaming);
  EXPECT_GT(exact.events[0].probability.value, 0.0);
  const Worst worst = compare(exact, streamed);
  RecordProperty("quantile", std::to_string(worst.quantile));
  RecordProperty("shortfall", std::to_string(worst.shortfall));
  RecordProperty("error", std::to_string(worst.error));
  EXPECT_LT(worst.quantile, 0.1);
  EXPECT_LT(worst.shortfall, 0.1);
  // A standard error's own error is about 1 / sqrt(2 groups) = 1.4 %, and larger for quantiles of few distinct values.
  EXPECT_LT(worst.error, 0.5);
}

// Found by holding the values at once, and by cutting intervals first where there is room for few values.
TEST(Streaming, ExactQuantilesAreThoseOfTheSamplesToTheBit) {
  const Model model = global_model();
  const SimulationResult exact = run(model, {}, {.exact_samples = kAllExact, .paths = 20'011});
  for (const std::size_t count_bytes : {SimulationOptions().count_bytes, std::size_t{3} << 20}) {
    const SimulationResult streamed =
        run(model, {}, {.count_bytes = count_bytes, .paths = 20'011, .exact_quantiles = true});
    EXPECT_TRUE(streamed.exact_quantiles);
    for (std::size_t i = 0; i < exact.series.size(); ++i) {
      for (std::size_t w = 0; w < exact.series[i].weeks.size(); ++w) {
        for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) {
          EXPECT_EQ(exact.series[i].weeks[w].summary.quantiles[q].value,
                    streamed.series[i].weeks[w].summary.quantiles[q].value)
              << i << " " << w << " " << q;
        }
      }
    }
    for (std::size_t i = 0; i < exact.members.market_shares.size(); ++i) {
      for (std::size_t q = 0; q < kQuantileLevels.size(); ++q) {
        EXPECT_EQ(exact.members.market_shares[i].summary.quantiles[q].value,
                  streamed.members.market_shares[i].summary.quantiles[q].value);
      }
    }
  }
}

TEST(Streaming, NeitherThreadsNorPiecesNorRunsOfSeriesMoveABit) {
  const std::vector<Event> events = {trough("dip", 180'000.0)};
  const Model model = global_model();
  const Asked first{.threads = 1, .piece_paths = kPilotPaths, .paths = 10'007};
  const SimulationResult once = run(model, events, first);
  for (Asked asked :
       {Asked{.threads = 2, .piece_paths = kPilotPaths}, Asked{.threads = 3, .piece_paths = 2'816},
        Asked{.threads = 2, .piece_paths = 1 << 20}, Asked{.threads = 2, .count_bytes = std::size_t{1} << 20}}) {
    asked.paths = first.paths;
    expect_same_bits(once, run(model, events, asked));
  }
}

Model weighed_model() {
  return fixture::model_of(fixture::two_lag_market(5.0), 3,
                           {fixture::between(2, 0, -0.5, 4.0), fixture::between(3, 1, -3.0, 0.5)});
}

TEST(Streaming, WeightedStatisticsAreThoseOfTheSamples) {
  const SimulationResult exact = run(weighed_model(), {}, {.exact_samples = kAllExact});
  const SimulationResult streamed = run(weighed_model(), {}, {});
  ASSERT_TRUE(exact.weighting && streamed.weighting);
  EXPECT_EQ(exact.weighting->all.effective_sample_size, streamed.weighting->all.effective_sample_size);
  EXPECT_LT(exact.weighting->all.effective_share, 0.999);
  EXPECT_GT(exact.weighting->all.effective_share, 0.1);
  const Worst worst = compare(exact, streamed);
  EXPECT_LT(worst.quantile, 0.1);
  EXPECT_LT(worst.shortfall, 0.1);
  EXPECT_LT(worst.error, 0.1);
}

TEST(Streaming, NothingMovesABitOfWeightedRuns) {
  const SimulationResult once = run(weighed_model(), {}, {.threads = 1, .piece_paths = kPilotPaths, .paths = 10'007});
  for (Asked asked : {Asked{.threads = 2, .piece_paths = 3'072}, Asked{.threads = 2, .count_bytes = 1}}) {
    asked.paths = 10'007;
    expect_same_bits(once, run(weighed_model(), {}, asked));
  }
}

// A condition on week 1 against none, on the same noise: sums by runs of groups give the difference, and its error as
// far as 512 runs know it.
TEST(Streaming, PairedDifferencesKeepWhatScenariosHaveInCommon) {
  const Model baseline = fixture::model_of(fixture::two_lag_market(5.0), 2);
  const Model pinned = fixture::model_of(fixture::two_lag_market(5.0), 2, {fixture::pin(1, 0, 1.0)});
  const auto difference = [&](std::uint64_t exact_samples, std::size_t series, std::size_t week) {
    const SimulationResult a = run(pinned, {}, {.exact_samples = exact_samples});
    const SimulationResult b = run(baseline, {}, {.exact_samples = exact_samples});
    return grouped_mean_difference({a.series[series].weeks[week].group_sums, a.group_weights},
                                   {b.series[series].weeks[week].group_sums, b.group_weights});
  };
  for (const std::size_t series : {0u, 1u}) {
    const Estimate exact = difference(kAllExact, series, 1), streamed = difference(0, series, 1);
    EXPECT_NEAR(streamed.value, exact.value, 1e-12);
    // Four errors of a spread over 512 runs (6e-5 false alarms), and as much again for 2,500 groups.
    EXPECT_NEAR(streamed.standard_error / exact.standard_error, 1.0, 4.0 * (1.0 / std::sqrt(1024.0) + 1.0 / 70.0));
  }
}

TEST(Streaming, TheNumberOfSamplesAloneDecidesTheMode) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 3);
  SimulationOptions options;
  options.paths = 1'000;
  options.exact_samples = 6'000;  // two series, three weeks
  EXPECT_EQ(statistics_mode(model, options), StatisticsMode::exact);
  // A condition's own quantity does not count: a scenario has its baseline's mode.
  EXPECT_EQ(statistics_mode(weighed_model(), options), StatisticsMode::exact);
  options.paths = 1'001;
  EXPECT_EQ(statistics_mode(model, options), StatisticsMode::streaming);
  options.exact_samples = 0;
  EXPECT_EQ(path_passes(model, options), 1u);
  options.count_bytes = 1;
  EXPECT_EQ(path_passes(model, options), 2u);
  EXPECT_EQ(path_passes(weighed_model(), options), series_of(weighed_model()).size() + 1);
}

TEST(Streaming, SaysThatNoPathMeetsTheConditions) {
  const Model model = fixture::model_of(fixture::two_lag_market(), 2, {fixture::between(1, 0, 500.0, 501.0)});
  EXPECT_THROW(run(model, {}, {}), InputError);
}

}  // namespace
}  // namespace ebbtide
