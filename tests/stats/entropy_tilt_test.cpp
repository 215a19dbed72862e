#include "stats/entropy_tilt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

MomentBound pinned(const std::vector<double>& column, double mean) {
  return {std::span<const double>(column), mean, mean};
}

MomentBound within(const std::vector<double>& column, double at_least, double at_most) {
  return {std::span<const double>(column), at_least, at_most};
}

EntropyTilt tilted(const PathWeights& prior, const std::vector<MomentBound>& bounds) {
  TiltResult result = entropy_tilt(prior, bounds);
  EXPECT_TRUE(std::holds_alternative<EntropyTilt>(result));
  return std::move(std::get<EntropyTilt>(result));
}

TiltRefusal refused(const PathWeights& prior, const std::vector<MomentBound>& bounds) {
  const TiltResult result = entropy_tilt(prior, bounds);
  EXPECT_TRUE(std::holds_alternative<TiltRefusal>(result));
  return std::get<TiltRefusal>(result);
}

double mean_of(const PathWeights& weights, const std::vector<double>& column) {
  double mean = 0.0;
  for (std::size_t path = 0; path < column.size(); ++path) mean += weights.values()[path] * column[path];
  return mean;
}

// sum p log(p / w), from the weights alone.
double divergence(const PathWeights& p, const PathWeights& w) {
  double sum = 0.0;
  for (std::size_t path = 0; path < p.size(); ++path) {
    if (p.values()[path] > 0.0) sum += p.values()[path] * std::log(p.values()[path] / w.values()[path]);
  }
  return sum;
}

std::vector<double> normals(std::size_t paths, std::uint64_t seed) {
  fixture::TestDraws draws(seed);
  std::vector<double> values(paths);
  for (double& value : values) value = draws.normal();
  return values;
}

// docs/methods.md, reference values: uniform on five points to the mean 0.5.
TEST(EntropyTilt, GivesTheReferenceValuesOfFivePoints) {
  const std::vector<double> values = {-2, -1, 0, 1, 2};
  const EntropyTilt tilt = tilted(PathWeights::equal(5), {pinned(values, 0.5)});
  EXPECT_NEAR(tilt.multipliers[0], 0.257084294623, 1e-12);
  const std::vector<double> expected = {0.112053762, 0.144902784, 0.187381634, 0.242313333, 0.313348487};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(tilt.weights.values()[i], expected[i], 5e-10);
  EXPECT_NEAR(tilt.relative_entropy, 0.06337214, 5e-9);
  EXPECT_NEAR(tilt.weights.diagnostics().effective_share, 0.886651513, 5e-10);
  EXPECT_NEAR(tilt.means[0], 0.5, 1e-12);
}

TEST(EntropyTilt, TakesSinglePrecisionColumnsAndPriorWeights) {
  // Weights 1 : 3 on 0 and 1; to the mean 1 / 2 the odds fall from 3 to 1.
  const std::vector<float> values = {0, 1};
  const PathWeights prior({std::log(1.0), std::log(3.0)});
  const EntropyTilt tilt = tilted(prior, {{std::span<const float>(values), 0.5, 0.5}});
  EXPECT_NEAR(tilt.multipliers[0], -std::log(3.0), 1e-11);
  EXPECT_NEAR(tilt.relative_entropy, 0.5 * std::log(0.5 / 0.25) + 0.5 * std::log(0.5 / 0.75), 1e-13);
}

// Moment generating function M(l) over a sample: log M and with it the entropy l t - log M at the true l have the
// standard error sqrt((M(2 l) / M(l)^2 - 1) / n); the error of l itself enters at second order only.
TEST(EntropyTilt, OfANormalSampleToAMeanCostsHalfItsSquare) {
  const std::size_t n = 100000;
  const std::vector<double> values = normals(n, 1);
  for (const double shift : {0.1, 0.5, 1.0}) {
    const EntropyTilt tilt = tilted(PathWeights::equal(n), {pinned(values, shift)});
    const double error = std::sqrt(std::expm1(shift * shift) / static_cast<double>(n));
    EXPECT_NEAR(tilt.relative_entropy, 0.5 * shift * shift, 4.0 * error) << shift;
    // dl / d mean is 1, the tilted mean at l has the standard error below.
    const double slope_error = std::sqrt((1.0 + shift * shift) * std::exp(shift * shift) / static_cast<double>(n));
    EXPECT_NEAR(tilt.multipliers[0], shift, 4.0 * slope_error) << shift;
    EXPECT_NEAR(divergence(tilt.weights, PathWeights::equal(n)), tilt.relative_entropy, 1e-10);
  }
}

TEST(EntropyTilt, OfAnExponentialSampleIsExponential) {
  const std::size_t n = 100000;
  fixture::TestDraws draws(5);
  std::vector<double> values(n);
  for (double& value : values) value = -std::log(draws.uniform());
  // Mean m: rate 1 / m, entropy m - 1 - log m; l = 1 - 1 / m below 1 / 2 keeps M(2 l) finite.
  for (const double m : {0.6, 1.3}) {
    const EntropyTilt tilt = tilted(PathWeights::equal(n), {pinned(values, m)});
    const double l = 1.0 - 1.0 / m, ratio = (1.0 - l) * (1.0 - l) / (1.0 - 2.0 * l);
    EXPECT_NEAR(tilt.relative_entropy, m - 1.0 - std::log(m), 4.0 * std::sqrt((ratio - 1.0) / n)) << m;
  }
}

TEST(EntropyTilt, ToAProbabilityScalesTheTwoSidesAndKeepsTheRest) {
  const std::vector<double> values = normals(1001, 3);
  std::vector<double> below(values.size()), log_weights(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    below[i] = values[i] < -1.0 ? 1.0 : 0.0;
    log_weights[i] = 0.3 * values[i];
  }
  const PathWeights prior(log_weights);
  const double p = mean_of(prior, below);
  for (const double asked : {1e-4, 0.01, 0.5, 1.0 - 1e-4}) {
    const EntropyTilt tilt = tilted(prior, {pinned(below, asked)});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double factor = below[i] > 0.0 ? asked / p : (1.0 - asked) / (1.0 - p);
      EXPECT_NEAR(tilt.weights.values()[i] / (prior.values()[i] * factor), 1.0, 1e-6);
    }
    EXPECT_NEAR(tilt.relative_entropy,
                asked * std::log(asked / p) + (1.0 - asked) * std::log((1.0 - asked) / (1.0 - p)), 1e-9);
  }
}

TEST(EntropyTilt, ToTheEndOfARangeLeavesTheOtherPathsOut) {
  const std::vector<double> below = {1, 0, 0, 1, 0}, values = {1, 2, 3, 4, 5};
  for (const double asked : {0.0, 1.0}) {
    const EntropyTilt tilt = tilted(PathWeights::equal(5), {pinned(below, asked), within(values, -kInfinity, 3.2)});
    EXPECT_EQ(tilt.multipliers[0], asked == 0.0 ? -kInfinity : kInfinity);
    EXPECT_EQ(tilt.means[0], asked);
    for (std::size_t i = 0; i < 5; ++i) {
      if (below[i] == asked) {
        EXPECT_GT(tilt.weights.values()[i], 0.0);
      } else {
        EXPECT_EQ(tilt.weights.values()[i], 0.0);
      }
    }
    EXPECT_NEAR(tilt.relative_entropy, divergence(tilt.weights, PathWeights::equal(5)), 1e-12);
    EXPECT_LE(tilt.means[1], 3.2 + 1e-9);
  }
}

TEST(EntropyTilt, LeavesWeightsAloneWhereNoBoundBinds) {
  const std::vector<double> values = normals(500, 8);
  std::vector<double> log_weights(500);
  for (std::size_t i = 0; i < 500; ++i) log_weights[i] = std::sin(static_cast<double>(i));
  const PathWeights prior(log_weights);
  const double mean = mean_of(prior, values);
  const EntropyTilt tilt = tilted(prior, {within(values, mean - 0.1, kInfinity), within(values, -kInfinity, mean + 0.1),
                                          within(values, mean - 1.0, mean + 1.0)});
  for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(tilt.weights.values()[i], prior.values()[i]);
  EXPECT_THAT(tilt.multipliers, ElementsAre(0.0, 0.0, 0.0));
  EXPECT_NEAR(tilt.relative_entropy, 0.0, 1e-14);
}

TEST(EntropyTilt, TreatsABoundThatBindsAsAPinnedMean) {
  const std::vector<double> values = normals(5000, 9);
  const PathWeights prior = PathWeights::equal(5000);
  const EntropyTilt pinned_up = tilted(prior, {pinned(values, 0.4)}), up = tilted(prior, {within(values, 0.4, 0.9)});
  const EntropyTilt down = tilted(prior, {within(values, -0.9, -0.4)});
  EXPECT_NEAR(up.multipliers[0], pinned_up.multipliers[0], 1e-10);
  EXPECT_GT(up.multipliers[0], 0.0);
  EXPECT_LT(down.multipliers[0], 0.0);
  EXPECT_NEAR(down.means[0], -0.4, 1e-11);
  EXPECT_NEAR(up.relative_entropy, pinned_up.relative_entropy, 1e-12);
}

TEST(EntropyTilt, LetsABoundGoThatAnotherMakesSlack) {
  // y follows x: alone y >= 0.5 binds, with x pinned at 2 it does not, and its multiplier is exactly zero.
  const std::vector<double> x = normals(20000, 10), noise = normals(20000, 11);
  std::vector<double> y(x.size()), z(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] = 0.8 * x[i] + 0.6 * noise[i];
    z[i] = 0.5 * x[i] - 0.8 * noise[i];
  }
  const EntropyTilt tilt =
      tilted(PathWeights::equal(x.size()), {within(y, 0.5, kInfinity), pinned(x, 1.2), within(z, -kInfinity, 0.2)});
  EXPECT_EQ(tilt.multipliers[0], 0.0);
  EXPECT_LT(tilt.multipliers[2], 0.0);
  EXPECT_NEAR(tilt.means[1], 1.2, 1e-10);
  EXPECT_NEAR(tilt.means[2], 0.2, 1e-10);
  EXPECT_GT(tilt.means[0], 0.5);
  EXPECT_NEAR(divergence(tilt.weights, PathWeights::equal(x.size())), tilt.relative_entropy, 1e-9);
}

TEST(EntropyTilt, MeetsTheOptimalityConditionsOfManyMixedBounds) {
  fixture::TestDraws draws(77);
  for (int trial = 0; trial < 40; ++trial) {
    const std::size_t n = 800, k = 6;
    std::vector<std::vector<double>> columns(k, std::vector<double>(n));
    std::vector<double> log_weights(n);
    for (std::size_t i = 0; i < n; ++i) {
      log_weights[i] = draws.normal();
      const double common = draws.normal();
      for (std::size_t c = 0; c < k; ++c)
        columns[c][i] = std::pow(10.0, static_cast<double>(c)) * (common + draws.normal() + 3.0);
    }
    const PathWeights prior(log_weights);
    std::vector<MomentBound> bounds;
    for (std::size_t c = 0; c < k; ++c) {
      const double centre = mean_of(prior, columns[c]) + std::pow(10.0, static_cast<double>(c)) * 0.35 * draws.normal();
      const double width = std::pow(10.0, static_cast<double>(c)) * 0.4 * draws.uniform();
      bounds.push_back(within(columns[c], centre - width, centre + width));
    }
    const EntropyTilt tilt = tilted(prior, bounds);
    double dual = 0.0, normaliser = 0.0;
    for (std::size_t c = 0; c < k; ++c) {
      const double mean = mean_of(tilt.weights, columns[c]), unit = std::pow(10.0, static_cast<double>(c));
      EXPECT_NEAR(mean, tilt.means[c], 1e-9 * unit);
      EXPECT_GT(mean, bounds[c].at_least - 1e-8 * unit);
      EXPECT_LT(mean, bounds[c].at_most + 1e-8 * unit);
      const double l = tilt.multipliers[c];
      const double met = l > 0.0 ? bounds[c].at_least : l < 0.0 ? bounds[c].at_most : mean;
      EXPECT_NEAR(mean, met, 1e-8 * unit);
      if (l != 0.0) dual += l * met;
    }
    for (std::size_t i = 0; i < n; ++i) {
      double exponent = 0.0;
      for (std::size_t c = 0; c < k; ++c) exponent += tilt.multipliers[c] * columns[c][i];
      normaliser += prior.values()[i] * std::exp(exponent);
    }
    // No gap between the primal and the dual.
    EXPECT_NEAR(divergence(tilt.weights, prior), dual - std::log(normaliser), 1e-8) << trial;
  }
}

TEST(EntropyTilt, TakesViewsThatRepeatEachOther) {
  const std::vector<double> values = normals(3000, 14);
  std::vector<double> opposite(values), shifted(values);
  for (double& value : opposite) value = -value;
  for (double& value : shifted) value = 100.0 * value + 1e6;
  const EntropyTilt one = tilted(PathWeights::equal(3000), {pinned(values, 0.3)});
  const EntropyTilt three =
      tilted(PathWeights::equal(3000), {pinned(values, 0.3), pinned(opposite, -0.3), pinned(shifted, 1e6 + 30.0)});
  EXPECT_NEAR(three.relative_entropy, one.relative_entropy, 1e-9);
  EXPECT_NEAR(mean_of(three.weights, values), 0.3, 1e-9);
}

TEST(EntropyTilt, ReachesMeansCloseToTheEndOfTheSample) {
  std::vector<double> values = normals(2000, 15);
  std::sort(values.begin(), values.end());
  const double near = 0.999 * values[1999] + 0.001 * values[1998];
  const EntropyTilt tilt = tilted(PathWeights::equal(2000), {pinned(values, near)});
  EXPECT_NEAR(mean_of(tilt.weights, values), near, 1e-9);
  EXPECT_LT(tilt.weights.diagnostics().effective_sample_size, 1.01);
}

TEST(EntropyTilt, RefusesWhatNoPathHoldsWithTheRanges) {
  const std::vector<double> values = {-2, -1, 0, 1, 2}, never(5, 0.0);
  const TiltRefusal refusal =
      refused(PathWeights::equal(5), {within(values, 2.5, kInfinity), within(values, -3.0, 0.0), pinned(never, 0.1)});
  EXPECT_EQ(refusal.reason, TiltRefusal::Reason::out_of_range);
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 2u));
  ASSERT_EQ(refusal.reachable.size(), 3u);
  EXPECT_EQ(refusal.reachable[0].least, -2.0);
  EXPECT_EQ(refusal.reachable[0].greatest, 2.0);
  EXPECT_EQ(refusal.reachable[2].least, 0.0);
  EXPECT_EQ(refusal.reachable[2].greatest, 0.0);
}

TEST(EntropyTilt, CountsExcludedPathsNowhere) {
  const std::vector<double> values = {-2, 1, 0, 1, std::numeric_limits<double>::quiet_NaN()};
  const PathWeights prior({-kInfinity, 0.0, 0.0, 0.0, -kInfinity});
  EXPECT_EQ(refused(prior, {pinned(values, -1.0)}).reachable[0].least, 0.0);
  EXPECT_NEAR(tilted(prior, {pinned(values, 0.5)}).weights.values()[2], 0.5, 1e-12);
  const PathWeights none(std::vector<double>(5, -kInfinity));
  EXPECT_EQ(refused(none, {pinned(values, 0.5)}).reason, TiltRefusal::Reason::no_paths);
}

TEST(EntropyTilt, NamesTheFewestViewsThatContradictEachOther) {
  const std::vector<double> x = normals(4000, 16), other = normals(4000, 17);
  std::vector<double> low(x.size()), high(x.size()), sum(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    low[i] = x[i] < -1.0 ? 1.0 : 0.0;
    high[i] = x[i] < 1.0 ? 1.0 : 0.0;
    sum[i] = x[i] + other[i];
  }
  const PathWeights prior = PathWeights::equal(x.size());
  // P(x < -1) above P(x < 1).
  TiltRefusal refusal =
      refused(prior, {pinned(other, 0.2), pinned(low, 0.6), within(sum, -0.5, 0.5), pinned(high, 0.4)});
  EXPECT_EQ(refusal.reason, TiltRefusal::Reason::conflict);
  EXPECT_THAT(refusal.bounds, ElementsAre(1u, 3u));
  // Two means and their sum.
  refusal =
      refused(prior, {within(x, 0.5, 0.6), pinned(low, 0.1), within(other, 0.5, 0.6), within(sum, -kInfinity, 0.99)});
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 2u, 3u));
  // The same mean twice, a millionth apart.
  refusal = refused(prior, {pinned(x, 0.5), pinned(x, 0.500001)});
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 1u));
  // One view leaves out the paths another needs.
  refusal = refused(prior, {pinned(low, 0.0), within(x, -kInfinity, -1.5)});
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 1u));
}

TEST(EntropyTilt, GivesTheSameAnswerFromAnotherStart) {
  const std::vector<double> x = normals(3000, 18), y = normals(3000, 19);
  const std::vector<MomentBound> bounds = {pinned(x, 0.5), within(y, 0.2, 0.6), within(x, -1.0, 2.0)};
  const EntropyTilt expected = tilted(PathWeights::equal(3000), bounds);
  const std::vector<double> start = {-1.0, -2.0, 0.7};
  const TiltResult result = entropy_tilt(PathWeights::equal(3000), bounds, start);
  ASSERT_TRUE(std::holds_alternative<EntropyTilt>(result));
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(std::get<EntropyTilt>(result).multipliers[k], expected.multipliers[k], 1e-9);
  }
}

TEST(EntropyTilt, RefusesColumnsThatAreNotFiniteAndShapesThatDoNotFit) {
  const std::vector<double> bad = {1.0, std::numeric_limits<double>::quiet_NaN()}, short_column = {1.0};
  EXPECT_THROW(refused(PathWeights::equal(2), {pinned(bad, 1.0)}), NumericalError);
  EXPECT_THROW(refused(PathWeights::equal(2), {pinned(short_column, 1.0)}), InternalError);
  EXPECT_THROW(refused(PathWeights::equal(1), {within(short_column, 2.0, 1.0)}), InternalError);
}

}  // namespace
}  // namespace ebbtide
