#include "backtest/path_score.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/backtest_sample.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::shipped_origin;

double one_percent() {
  return 0.01 * shipped_origin().opening_aum_musd();
}

// Draws (0, 0), (1, 2), (-1, 1) in % of AUM at weeks 1 and 3; week 2 is no horizon.
Forecast three_draws() {
  const double unit = one_percent();
  Forecast forecast;
  forecast.earlier_flow_musd = {{0.0, unit, -unit}, {7.0, 8.0, 9.0}};
  forecast.flow_musd = {0.0, 2.0 * unit, unit};
  return forecast;
}

TEST(PathScore, IsThePublishedEnergyScore) {
  const double half = 0.5 * one_percent();
  const auto score = path_energy_score(shipped_origin(), three_draws(), {1, 3}, {half, half});
  ASSERT_TRUE(score.has_value());
  EXPECT_NEAR(*score, 0.30873656089, 1e-10);
}

TEST(PathScore, NeedsTheWeeksBeforeTheLast) {
  Forecast forecast = three_draws();
  forecast.earlier_flow_musd.clear();
  EXPECT_FALSE(path_energy_score(shipped_origin(), forecast, {1, 3}, {0.0, 0.0}).has_value());
  EXPECT_FALSE(path_energy_score(shipped_origin(), Forecast{}, {1, 3}, {0.0, 0.0}).has_value());
}

// The level of the second law is drawn once a group of 8 and its weeks differ by nothing else: the spread lies between
// groups alone, and the first 1,000 draws would hold an eighth of it.
TEST(PathScore, SeesASpreadThatLiesBetweenGroups) {
  const double unit = one_percent();
  Forecast forecast;
  forecast.group_size = 8;
  forecast.earlier_flow_musd.resize(1);
  for (int group = 0; group < 500; ++group) {
    for (int lane = 0; lane < 8; ++lane) {
      forecast.earlier_flow_musd[0].push_back(group < 250 ? -unit : unit);
      forecast.flow_musd.push_back(group < 250 ? -unit : unit);
    }
  }
  // Every draw lies sqrt(2) from the outcome, half the pairs 2 sqrt(2) from each other: sqrt(2) less half of that.
  const double pairs_apart = 250.0 * 250.0 / (500.0 * 499.0 / 2.0);
  const auto score = path_energy_score(shipped_origin(), forecast, {1, 2}, {0.0, 0.0});
  EXPECT_NEAR(*score, std::sqrt(2.0) - std::sqrt(2.0) * pairs_apart, 1e-10);
}

// Weeks that hang together against weeks that do not, with the same law of every week: the true one has the better mean
// score, by more than 4 standard errors.
TEST(PathScore, PrefersTheTrueDependence) {
  fixture::TestDraws draws(8);
  const double unit = one_percent();
  const auto weeks = [&](double correlation) {
    const double first = draws.normal();
    return std::pair(unit * first,
                     unit * (correlation * first + std::sqrt(1.0 - correlation * correlation) * draws.normal()));
  };
  Forecast together, apart;
  for (Forecast* forecast : {&together, &apart}) {
    forecast->earlier_flow_musd.resize(1);
    for (int i = 0; i < 400; ++i) {
      const auto [first, second] = weeks(forecast == &together ? 0.95 : 0.0);
      forecast->earlier_flow_musd[0].push_back(first);
      forecast->flow_musd.push_back(second);
    }
  }
  std::vector<double> differences;
  for (int i = 0; i < 400; ++i) {
    const auto [first, second] = weeks(0.95);
    differences.push_back(*path_energy_score(shipped_origin(), apart, {1, 2}, {first, second}) -
                          *path_energy_score(shipped_origin(), together, {1, 2}, {first, second}));
  }
  EXPECT_GT(fixture::paired_z(differences), 4.0);
}

}  // namespace
}  // namespace ebbtide
