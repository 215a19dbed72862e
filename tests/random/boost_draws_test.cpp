#include "random/boost_draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <functional>

#include "core/contract.h"

namespace ebbtide {
namespace {

constexpr int kDraws = 400000;
// Bounds are kErrors standard errors: false-alarm rate 7e-6 per check.
constexpr double kErrors = 4.5;

PlaceEngine engine_at(std::uint64_t group) {
  return PlaceEngine(20260119, {group, 0, Purpose::parameter, 0});
}

struct SampleMoments {
  double mean = 0.0;
  double variance = 0.0;
};

SampleMoments sample(const std::function<double()>& draw) {
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = draw();
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

// Of a law with the given variance and excess kurtosis: se(mean) = sd / sqrt(n), se(variance) = var sqrt((2 + excess) /
// n).
void expect_moments(const SampleMoments& moments, double mean, double variance, double excess_kurtosis) {
  EXPECT_NEAR(moments.mean, mean, kErrors * std::sqrt(variance / kDraws));
  EXPECT_NEAR(moments.variance, variance, kErrors * variance * std::sqrt((2 + excess_kurtosis) / kDraws));
}

TEST(NormalDraw, HasTheMomentsOfAStandardNormal) {
  PlaceEngine engine = engine_at(1);
  expect_moments(sample([&] { return normal_draw(engine); }), 0.0, 1.0, 0.0);
}

TEST(GammaDraw, HasTheMomentsOfAGamma) {
  for (const double shape : {0.3, 1.0, 2.5, 40.0}) {
    SCOPED_TRACE(shape);
    PlaceEngine engine = engine_at(2);
    expect_moments(sample([&] { return gamma_draw(engine, shape); }), shape, shape, 6.0 / shape);
  }
}

// Inverse gamma (a, b): mean b/(a-1), variance b^2/((a-1)^2 (a-2)), excess kurtosis 6(5a-11)/((a-3)(a-4)).
TEST(InverseGammaDraw, HasTheMomentsOfAnInverseGamma) {
  constexpr double kShape = 12.0, kScale = 3.0;
  PlaceEngine engine = engine_at(3);
  expect_moments(sample([&] { return inverse_gamma_draw(engine, kShape, kScale); }), kScale / 11,
                 kScale * kScale / (121 * 10), 6 * (5 * kShape - 11) / ((kShape - 3) * (kShape - 4)));
}

TEST(UniformDraw, StaysInsideTheOpenInterval) {
  PlaceEngine engine = engine_at(4);
  const SampleMoments moments = sample([&] {
    const double value = uniform_open01_draw(engine);
    EXPECT_TRUE(value > 0.0 && value < 1.0);
    return value;
  });
  expect_moments(moments, 0.5, 1.0 / 12, -1.2);
}

// Nothing is kept between calls: a distribution object used in a row gives the same values from the same words.
TEST(BoostDraws, EqualTheDistributionsTheyWrap) {
  PlaceEngine ours = engine_at(5), theirs = engine_at(5);
  boost::random::normal_distribution<double> normal;
  boost::random::gamma_distribution<double> gamma(2.5);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(normal_draw(ours), normal(theirs));
    EXPECT_EQ(gamma_draw(ours, 2.5), gamma(theirs));
  }
  EXPECT_EQ(ours, theirs);
}

TEST(BoostDraws, RepeatAtEqualPlacesAndDifferAtOthers) {
  PlaceEngine first = engine_at(6), again = engine_at(6), other = engine_at(7);
  for (int i = 0; i < 100; ++i) {
    const double value = normal_draw(first);
    EXPECT_EQ(value, normal_draw(again));
    EXPECT_NE(value, normal_draw(other));
  }
}

TEST(BoostDraws, RefuseParametersOutsideTheirDomain) {
  PlaceEngine engine = engine_at(8);
  EXPECT_THROW(gamma_draw(engine, 0.0), InternalError);
  EXPECT_THROW(gamma_draw(engine, std::nan("")), InternalError);
  EXPECT_THROW(inverse_gamma_draw(engine, 2.0, -1.0), InternalError);
}

TEST(BoostDraws, NameTheVersionTheyCameFrom) {
  EXPECT_THAT(boost_random_version(), ::testing::MatchesRegex("1\\.[0-9]+\\.[0-9]+"));
}

}  // namespace
}  // namespace ebbtide
