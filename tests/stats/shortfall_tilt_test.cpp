#include "stats/shortfall_tilt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "math/special.h"
#include "stats/weighted_order.h"
#include "support/test_draws.h"

namespace ebbtide {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<float> normals(std::size_t paths, std::uint64_t seed) {
  fixture::TestDraws draws(seed);
  std::vector<float> values(paths);
  for (float& value : values) value = static_cast<float>(draws.normal());
  return values;
}

double shortfall(const std::vector<float>& values, const PathWeights& weights, double tail) {
  WeightedOrder order;
  order.assign(values, weights.values());
  return order.mean_between(0.0, tail * order.total());
}

ShortfallTilt tilted(const PathWeights& prior, const std::vector<MomentBound>& bounds,
                     const std::vector<ShortfallBound>& views) {
  ShortfallResult result = shortfall_tilt(prior, bounds, views);
  EXPECT_TRUE(std::holds_alternative<ShortfallTilt>(result));
  return std::move(std::get<ShortfallTilt>(result));
}

TEST(ShortfallTilt, MeetsTheShortfallThatTheSummaryStates) {
  const std::vector<float> values = normals(20000, 1);
  for (const double asked : {-3.0, -2.5, -1.7, -1.0}) {
    const ShortfallTilt found = tilted(PathWeights::equal(values.size()), {}, {{values, 0.05, asked, asked}});
    EXPECT_NEAR(shortfall(values, found.tilt.weights, 0.05), asked, 1e-9);
    EXPECT_NEAR(found.shortfalls[0], asked, 1e-9);
    EXPECT_THAT(found.binding, ElementsAre(true));
  }
}

TEST(ShortfallTilt, FindsTheBestOfAllThresholds) {
  const std::vector<float> values = normals(300, 2);
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const PathWeights prior = PathWeights::equal(values.size());
  for (const double asked : {-2.2, -1.3, -0.9}) {
    double least = kInfinity;
    for (std::size_t end = 0; end + 1 < sorted.size(); ++end) {
      std::vector<double> inside(values.size()), excess(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        inside[i] = values[i] <= sorted[end] ? 1.0 : 0.0;
        excess[i] = inside[i] * values[i];
      }
      const std::vector<MomentBound> bounds = {{std::span<const double>(inside), 0.1, 0.1},
                                               {std::span<const double>(excess), 0.1 * asked, 0.1 * asked}};
      const TiltResult result = entropy_tilt(prior, bounds);
      if (const auto* tilt = std::get_if<EntropyTilt>(&result)) least = std::min(least, tilt->relative_entropy);
    }
    const ShortfallTilt found = tilted(prior, {}, {{values, 0.1, asked, asked}});
    EXPECT_NEAR(found.tilt.relative_entropy, least, 1e-10) << asked;
  }
}

// Of all laws whose worst share a has mean s, the one nearest to a normal is a tilted normal below q and a normal
// above: minimise over q a log(a / Phi(q - l)) + ..., here by brute force on the closed form.
TEST(ShortfallTilt, OfANormalSampleCostsWhatTheNormalLawSays) {
  const double a = 0.05, s = -2.6;
  const auto entropy = [&](double q) {
    // Tilt exp(l x) below q: a normal about l cut at q, mean l - phi(q - l) / Phi(q - l) = s.
    double low = -40.0, high = 40.0;
    const auto mean = [&](double l) {
      const double u = q - l;
      return l - std::exp(-0.5 * u * u) / std::sqrt(2.0 * 3.14159265358979323846) / normal_cdf(u);
    };
    for (int i = 0; i < 200; ++i) (mean(0.5 * (low + high)) < s ? low : high) = 0.5 * (low + high);
    const double l = 0.5 * (low + high);
    const double log_normaliser = 0.5 * l * l + std::log(normal_cdf(q - l));
    return a * (std::log(a) + l * s - log_normaliser) + (1.0 - a) * std::log((1.0 - a) / (1.0 - normal_cdf(q)));
  };
  double least = kInfinity;
  for (double q = -2.5; q < -1.0; q += 1e-3) least = std::min(least, entropy(q));
  double sum = 0.0, squares = 0.0;
  const int seeds = 12;
  for (int seed = 1; seed <= seeds; ++seed) {
    const std::vector<float> values = normals(20000, static_cast<std::uint64_t>(seed));
    const double found = tilted(PathWeights::equal(values.size()), {}, {{values, a, s, s}}).tilt.relative_entropy;
    sum += found;
    squares += found * found;
  }
  const double mean = sum / seeds, error = std::sqrt((squares / seeds - mean * mean) / (seeds - 1));
  EXPECT_NEAR(mean, least, 4.0 * error);
  EXPECT_LT(error, 0.05 * least);  // the test can tell
}

TEST(ShortfallTilt, LeavesWeightsAloneWhereNoViewBindsAndBindsOnTheSideAsked) {
  const std::vector<float> values = normals(4000, 4);
  const PathWeights prior = PathWeights::equal(values.size());
  const double own = shortfall(values, prior, 0.05);
  const ShortfallTilt slack = tilted(prior, {}, {{values, 0.05, own - 0.1, own + 0.1}});
  EXPECT_THAT(slack.binding, ElementsAre(false));
  EXPECT_EQ(slack.tilt.relative_entropy, 0.0);
  EXPECT_TRUE(slack.tilt.weights.summary_weights().empty());
  const ShortfallTilt worse = tilted(prior, {}, {{values, 0.05, -kInfinity, own - 0.4}});
  EXPECT_NEAR(worse.shortfalls[0], own - 0.4, 1e-9);
  const ShortfallTilt better = tilted(prior, {}, {{values, 0.05, own + 0.4, kInfinity}});
  EXPECT_NEAR(better.shortfalls[0], own + 0.4, 1e-9);
}

TEST(ShortfallTilt, HoldsOtherViewsAndSeveralShortfallsAtOnce) {
  const std::vector<float> x = normals(4000, 5), noise = normals(4000, 6);
  std::vector<float> y(x.size());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = 0.6f * x[i] + 0.8f * noise[i];
  const MomentBound mean{std::span<const float>(x), 0.1, 0.1};
  const ShortfallTilt found = tilted(PathWeights::equal(x.size()), {mean},
                                     {{x, 0.05, -2.4, -2.4}, {y, 0.1, -2.0, -2.0}, {x, 0.5, -3.0, kInfinity}});
  EXPECT_NEAR(found.tilt.means[0], 0.1, 1e-9);
  EXPECT_NEAR(shortfall(x, found.tilt.weights, 0.05), -2.4, 1e-8);
  EXPECT_NEAR(shortfall(y, found.tilt.weights, 0.1), -2.0, 1e-8);
  EXPECT_THAT(found.binding, ElementsAre(true, true, false));
}

TEST(ShortfallTilt, TakesTiesAndCappedColumns) {
  std::vector<float> values = normals(3000, 7);
  for (float& value : values) value = std::max(std::round(value * 4.0f) / 4.0f, -2.0f);
  const ShortfallTilt found = tilted(PathWeights::equal(values.size()), {}, {{values, 0.05, -1.9, -1.9}});
  EXPECT_NEAR(shortfall(values, found.tilt.weights, 0.05), -1.9, 1e-9);
  // The cap itself: the tail is all there.
  const ShortfallTilt cap = tilted(PathWeights::equal(values.size()), {}, {{values, 0.05, -2.0, -2.0}});
  EXPECT_NEAR(shortfall(values, cap.tilt.weights, 0.05), -2.0, 1e-9);
}

TEST(ShortfallTilt, RefusesWhatCannotBeWithTheRangesAndNames) {
  const std::vector<float> values = {-3, -2, -1, 0, 1, 2};
  const PathWeights prior = PathWeights::equal(6);
  const MomentBound high{std::span<const float>(values), 3.0, kInfinity};
  ShortfallResult result =
      shortfall_tilt(prior, std::vector<MomentBound>{high},
                     std::vector<ShortfallBound>{{values, 0.05, -4.0, -3.5}, {values, 0.05, -1.0, 0.0}});
  ASSERT_TRUE(std::holds_alternative<ShortfallRefusal>(result));
  TiltRefusal refusal = std::get<ShortfallRefusal>(result).refusal;
  EXPECT_EQ(refusal.reason, TiltRefusal::Reason::out_of_range);
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 1u));
  ASSERT_EQ(refusal.reachable.size(), 3u);
  EXPECT_EQ(refusal.reachable[1].least, -3.0);
  EXPECT_EQ(refusal.reachable[1].greatest, 1.0);
  // The mean of all cannot lie below that of the worst half.
  const MomentBound low{std::span<const float>(values), -kInfinity, -1.0};
  result =
      shortfall_tilt(prior, std::vector<MomentBound>{low}, std::vector<ShortfallBound>{{values, 0.5, -0.5, kInfinity}});
  ASSERT_TRUE(std::holds_alternative<ShortfallRefusal>(result));
  refusal = std::get<ShortfallRefusal>(result).refusal;
  EXPECT_EQ(refusal.reason, TiltRefusal::Reason::conflict);
  EXPECT_THAT(refusal.bounds, ElementsAre(0u, 1u));
}

}  // namespace
}  // namespace ebbtide
