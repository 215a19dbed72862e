// The mixing variable given conditions: lambda ~ IG((nu + r) / 2, (nu - 2 + q) / 2). It is not seen itself; but the m
// free directions of a path are N(0, lambda), so that the sum of their squares, over m s / a, is F with m and 2 a
// degrees of freedom.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "math/special.h"
#include "simulation/block_simulator.h"
#include "support/market_fixture.h"

namespace ebbtide {
namespace {

constexpr std::uint64_t kPaths = 200'000;
constexpr int kWeeks = 6;

// Shares of paths whose quadratic form lies above the F quantiles of these tail probabilities.
constexpr std::array<double, 7> kTails = {0.99, 0.95, 0.75, 0.5, 0.25, 0.05, 0.01};

std::array<double, 7> tail_shares(const std::vector<LinearConstraint>& pins, double distance, double shape,
                                  double scale) {
  const Model model = fixture::model_of(fixture::heavy_tailed_pair(), kWeeks, pins);
  constexpr double kPrecision = 3.0 / 5.0 / (1.0 - 0.36);  // of 5 / 3 [[1, .6], [.6, 1]]
  const double free = 2.0 * kWeeks - static_cast<double>(pins.size());
  std::array<double, 7> shares{};
  const BlockSimulator simulator(model, 21, kPaths);
  for (std::size_t block = 0; block < simulator.block_count(); ++block) {
    simulator.simulate(block, [&](const GroupPaths& group) {
      for (std::size_t lane = 0; lane < group.lanes; ++lane) {
        double form = -distance;  // what the pins take of the whole form is their own distance
        for (std::size_t week = 0; week < kWeeks; ++week) {
          const double a = group.market.at(week, 0)[lane], b = group.market.at(week, 1)[lane];
          form += kPrecision * (a * a - 1.2 * a * b + b * b);
        }
        const double tail = fisher_f_survival(form * shape / (scale * free), free, 2.0 * shape);
        for (std::size_t i = 0; i < kTails.size(); ++i) shares[i] += tail < kTails[i] ? 1.0 / kPaths : 0.0;
      }
    });
  }
  return shares;
}

// Shares within four standard errors: 6e-5 false alarms each.
void expect_shares(const std::array<double, 7>& shares) {
  for (std::size_t i = 0; i < kTails.size(); ++i) {
    EXPECT_NEAR(shares[i], kTails[i], 4.0 * std::sqrt(kTails[i] * (1.0 - kTails[i]) / kPaths)) << kTails[i];
  }
}

TEST(MixingVariable, HasItsUnconditionalLawWithoutConditions) {
  expect_shares(tail_shares({}, 0.0, 2.5, 1.5));
}

TEST(MixingVariable, HasItsPosteriorUnderExtremeAndUnderTamePins) {
  for (const double size : {6.0, 0.1}) {
    const std::vector<LinearConstraint> pins = {fixture::pin(1, 0, size), fixture::pin(3, 1, -size)};
    const double distance = 2.0 * size * size * 3.0 / 5.0;  // variances are 5 / 3
    expect_shares(tail_shares(pins, distance, 3.5, 0.5 * (3.0 + distance)));
  }
}

TEST(MixingVariable, TheComparisonNoticesALawThatIgnoresThePins) {
  const std::vector<LinearConstraint> pins = {fixture::pin(1, 0, 6.0), fixture::pin(3, 1, -6.0)};
  const auto shares = tail_shares(pins, 2.0 * 36.0 * 3.0 / 5.0, 2.5, 1.5);
  EXPECT_GT(std::abs(shares[3] - 0.5), 0.1);
}

}  // namespace
}  // namespace ebbtide
