#include "simulation/simulate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "math/special.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 20'000;

Event event_on_y1(EventStatistic statistic, WeekRange weeks, bool below, double level) {
  Event event;
  event.name = "event";
  event.target = EventTarget::factor;
  event.variable = "y1";
  event.statistic = statistic;
  event.weeks = weeks;
  event.below = below;
  event.level = {level, Unit::basis_point};
  return event;
}

// Independent standard normal weeks.
Calibration white_noise() {
  return fixture::reduced_market(Vector::Zero(1), {Matrix::Zero(1, 1)}, Matrix::Identity(1, 1), Matrix::Zero(1, 1));
}

SimulationResult run(const std::vector<Event>& events, const RealisedLookup& realised = {}) {
  SimulationOptions options;
  options.seed = 3;
  options.paths = kPaths;
  SimulationMemory memory;
  const Executor executor(2);
  return simulate(fixture::model_of(white_noise(), 4), events, options, realised, executor, memory);
}

TEST(Simulate, EventProbabilitiesAreThoseOfTheLaw) {
  const SimulationResult result = run({event_on_y1(EventStatistic::value, {2, 2}, true, -1.0),
                                       event_on_y1(EventStatistic::minimum, {1, 4}, true, -1.5),
                                       event_on_y1(EventStatistic::maximum, {1, 3}, false, 1.0)});
  const double exact[] = {normal_cdf(-1.0), 1.0 - std::pow(1.0 - normal_cdf(-1.5), 4),
                          1.0 - std::pow(normal_cdf(1.0), 3)};
  for (std::size_t i = 0; i < 3; ++i) {
    // Four standard errors of a share: about 6e-5 false alarms each.
    const double error = std::sqrt(exact[i] * (1.0 - exact[i]) / static_cast<double>(kPaths));
    EXPECT_NEAR(result.events[i].probability.value, exact[i], 4.0 * error) << i;
    EXPECT_NEAR(result.events[i].probability.standard_error, error, 0.15 * error) << i;
  }
}

RealisedLookup came(std::vector<std::optional<double>> weeks) {
  return [weeks](const Series&, int week) { return weeks[static_cast<std::size_t>(week)]; };
}

TEST(Simulate, AnEventIsSettledByThePublishedWeekThatDecidesIt) {
  const std::vector<Event> dip = {event_on_y1(EventStatistic::minimum, {1, 4}, true, -1.0)};
  EXPECT_EQ(run(dip, came({0.0, std::nullopt, -2.0, std::nullopt})).events[0].realised, true);
  EXPECT_EQ(run(dip, came({0.0, std::nullopt, 2.0, 0.5})).events[0].realised, std::nullopt);
  EXPECT_EQ(run(dip, came({0.0, 0.1, 2.0, 0.5})).events[0].realised, false);
  const std::vector<Event> peak = {event_on_y1(EventStatistic::maximum, {1, 4}, true, 1.0)};
  EXPECT_EQ(run(peak, came({0.0, std::nullopt, 0.5, 0.5})).events[0].realised, std::nullopt);
}

TEST(Simulate, RealisedValuesGetTheirPercentileAndChangeNoStatistic) {
  const SimulationResult without = run({}), with = run({}, came({0.0, 1.0, std::nullopt, -1.0}));
  const std::vector<SeriesWeek>& weeks = with.series[0].weeks;
  EXPECT_NEAR(weeks[0].percentile, 50.0, 4.0 * 0.36);
  EXPECT_NEAR(weeks[1].percentile, 100.0 * normal_cdf(1.0), 4.0 * 0.26);
  EXPECT_FALSE(weeks[2].realised.has_value());
  for (std::size_t week = 0; week < 4; ++week) {
    EXPECT_EQ(weeks[week].summary.mean.value, without.series[0].weeks[week].summary.mean.value);
    EXPECT_EQ(weeks[week].summary.quantiles[1].value, without.series[0].weeks[week].summary.quantiles[1].value);
  }
}

// Progress is told once a block and pass over the samples; weighing comes before.
TEST(Simulate, PassesOverThePathsAreThoseItCounts) {
  Model plain = fixture::model_of(fixture::var_of_f2(), 2);
  Model viewed = plain;
  View view;
  view.kind = ViewKind::mean;
  view.quantity.target = EventTarget::factor;
  view.quantity.variable = "y1";
  view.quantity.weeks = {1, 1};
  view.at_least = view.at_most = 1.0;
  viewed.views = {view};
  Model bounded = fixture::model_of(fixture::var_of_f2(), 2, {fixture::between(1, 0, 0.0, 5.0)});
  SimulationOptions options;
  options.seed = 3;
  options.paths = 2560;  // ten blocks
  for (const std::size_t series_at_once : {std::size_t{1}, std::size_t{100}}) {
    options.sample_bytes = series_at_once * 2 * 2560 * sizeof(float);
    std::atomic<std::size_t> told{0};
    options.progress = [&told](double) { ++told; };
    SimulationMemory memory;
    simulate(viewed, {}, options, {}, Executor(1), memory);
    const std::size_t over_samples = told / 10;
    EXPECT_EQ(over_samples, series_at_once == 1 ? series_of(viewed).size() : 1u);
    EXPECT_EQ(path_passes(plain, options), over_samples);
    EXPECT_EQ(path_passes(viewed, options), over_samples + 1);
    const std::size_t slabs_of_bounded = series_at_once == 1 ? series_of(bounded).size() : 1;
    EXPECT_EQ(path_passes(bounded, options), slabs_of_bounded + 1);
  }
}

}  // namespace
}  // namespace ebbtide
