#include "calibration/margin_cube.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/shipped.h"

namespace ebbtide {
namespace {

using testing::day;

constexpr const char* kAsOf = "2026-01-26";  // the report of the reference week is out

const History& shipped() {
  static const History history = testing::load_shipped("global-etp");
  return history;
}

struct Estimate {
  HistoryView view;
  FundHistory funds;
  MarginCube cube;
  explicit Estimate(HistoryView own) : view(std::move(own)), funds(build_fund_history(view)) {
    cube = estimate_margin_cube(view, funds);
  }
  double sum(const SeriesKey& key, std::size_t t) const {
    double sum = 0.0;
    for (std::size_t c = 0; c < view.universe().products.size(); ++c) {
      if (key.covers(view.universe().products[c].key)) sum += cube.flows[t].mean_musd(static_cast<Eigen::Index>(c));
    }
    return sum;
  }
};

const Estimate& reference() {
  static const Estimate estimate(shipped().as_of(day(kAsOf)));
  return estimate;
}

// Cells add to every printed figure within a few roundings: printed lists of one week contradict each other a little.
TEST(MarginCube, AddsToWhatWasPrinted) {
  const Estimate& own = reference();
  int rows = 0;
  for (std::size_t t = 1; t < own.funds.weeks.size(); ++t) {
    const Date week = own.funds.week_end(t);
    const auto total = own.view.flow({}, week);
    if (!total) continue;
    EXPECT_NEAR(own.sum({}, t), total->value_musd, 2.0 * total->rounding_musd) << date_text(week);
    for (const Dimension dimension : kDimensions) {
      for (const Member& member : own.view.universe().of(dimension)) {
        const SeriesKey key = margin_key(dimension, member.name);
        const auto figure = own.view.flow(key, week);
        if (!figure) continue;
        ++rows;
        EXPECT_NEAR(own.sum(key, t), figure->value_musd, 2.0 * figure->rounding_musd + 2.0 * total->rounding_musd)
            << key_text(key) << ' ' << date_text(week);
      }
    }
  }
  EXPECT_GE(rows, 200);
}

TEST(MarginCube, AumIsNotNegativeAndAddsToTheTotal) {
  const Estimate& own = reference();
  for (std::size_t t = 0; t < own.funds.weeks.size(); ++t) {
    EXPECT_GE(own.cube.aum_musd[t].minCoeff(), 0.0);
    EXPECT_NEAR(own.cube.aum_musd[t].sum(), own.funds.weeks[t].aum.mean_musd, 1e-6 * own.funds.weeks[t].aum.mean_musd);
  }
}

// Nothing published after the date, in either universe, moves a number.
TEST(MarginCube, ReadsNothingLater) {
  const auto scrambled = [](const History& original) {
    const auto change = [](std::vector<Observation> rows) {
      for (Observation& row : rows) {
        if (row.published > day(kAsOf)) row.value_musd = 5000.0 + 2.0 * row.value_musd;
      }
      return rows;
    };
    std::vector<std::vector<double>> levels = original.levels();
    for (std::size_t week = 0; week < levels.size(); ++week) {
      if (add_weeks(original.first_market_week(), static_cast<int>(week)) <= day(kAsOf)) continue;
      for (double& level : levels[week]) level *= 1.5;
    }
    return History(original.universe(), original.market(), change(original.flows()), change(original.aum()),
                   original.first_market_week(), levels);
  };
  History other = scrambled(shipped());
  other.set_sibling(scrambled(*shipped().sibling()));
  const Estimate blind(other.as_of(day(kAsOf)));
  const Estimate& own = reference();
  ASSERT_EQ(blind.cube.flows.size(), own.cube.flows.size());
  for (std::size_t t = 0; t < own.cube.flows.size(); ++t) {
    EXPECT_EQ(blind.cube.flows[t].mean_musd, own.cube.flows[t].mean_musd);
    EXPECT_EQ(blind.cube.flows[t].sd_musd, own.cube.flows[t].sd_musd);
    EXPECT_EQ(blind.cube.aum_musd[t], own.cube.aum_musd[t]);
  }
}

// The sibling's cells are followed where they are the same funds, and say nothing once it is taken away.
TEST(MarginCube, FollowsItsSibling) {
  const Estimate& own = reference();
  const History alone(shipped().universe(), shipped().market(), shipped().flows(), shipped().aum(),
                      shipped().first_market_week(), shipped().levels());
  const Estimate without(alone.as_of(day(kAsOf)));
  const SeriesKey cell = {"Bitcoin", "United States", "iShares"};
  double near = 0.0, far = 0.0, sd = 0.0, sd_without = 0.0;
  std::size_t c = 0;
  while (own.view.universe().products[c].key != cell) ++c;
  const auto i = static_cast<Eigen::Index>(c);
  for (std::size_t t = 1; t < own.funds.weeks.size(); ++t) {
    const auto sighted = own.view.sibling()->flow(cell, own.funds.week_end(t));
    if (!sighted) continue;
    near += std::abs(own.cube.flows[t].mean_musd(i) - sighted->value_musd);
    far += std::abs(without.cube.flows[t].mean_musd(i) - sighted->value_musd);
    sd += own.cube.flows[t].sd_musd(i);
    sd_without += without.cube.flows[t].sd_musd(i);
  }
  EXPECT_LT(near, 0.5 * far);
  EXPECT_LT(sd, 0.5 * sd_without);
}

}  // namespace
}  // namespace ebbtide
