#include "simulation/flow_mixing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "math/special.h"

namespace ebbtide {
namespace {

constexpr double kNu = 4.0;

// Share of draws of w above 2, and the mean of log w, over independent samplers.
struct Sampled {
  double above = 0.0;
  double mean_log = 0.0;
};

Sampled sampled(const PinnedFlowLaw& law, int weeks, int groups) {
  Sampled result;
  for (int group = 0; group < groups; ++group) {
    const auto place = static_cast<std::uint64_t>(group);
    const std::vector<double> roots = draw_flow_mixing(kNu, 9, place, weeks);
    const double w = std::pow(draw_pinned_mixing(law, kNu, roots, 9, place).back(), 2);
    result.above += (w > 2.0 ? 1.0 : 0.0) / groups;
    result.mean_log += std::log(w) / groups;
  }
  return result;
}

// The same by quadrature of the density IG(w; nu/2, nu/2) x likelihood(w).
Sampled exact(const std::function<double(double)>& likelihood) {
  double mass = 0.0;
  Sampled result;
  for (double log_w = -8.0; log_w < 12.0; log_w += 1e-3) {
    const double w = std::exp(log_w), density = std::exp(-0.5 * kNu * (log_w + 1.0 / w)) * likelihood(w);
    mass += density;
    result.above += w > 2.0 ? density : 0.0;
    result.mean_log += density * log_w;
  }
  return {result.above / mass, result.mean_log / mass};
}

double normal_density(double x, double variance) {
  return std::exp(-0.5 * x * x / variance) / std::sqrt(variance);
}

PinnedFlowLaw one_pin(double gap) {
  PinnedFlowLaw law;
  law.gap = Vector::Constant(1, gap);
  law.spread = Matrix::Constant(1, 1, 0.5);
  law.residual = Matrix::Constant(1, 1, 0.8);
  law.other = Matrix::Constant(1, 1, 0.1);
  return law;
}

// 20,000 samplers: a share lies within 0.0035 of its law's at one standard error at most; four of them, and of the mean
// log (sd below 1.2) likewise: false alarms in 6 of 100,000 correct programs.
void expect_near(const Sampled& actual, const Sampled& expected) {
  EXPECT_NEAR(actual.above, expected.above, 4.0 * 0.0035);
  EXPECT_NEAR(actual.mean_log, expected.mean_log, 4.0 * 0.0085);
}

TEST(FlowMixing, WithoutPinsIsThePrior) {
  double above = 0.0;
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i) {
    const std::vector<double> roots = draw_flow_mixing(kNu, 9, static_cast<std::uint64_t>(i), 2);
    above += (roots[1] * roots[1] > 2.0 ? 1.0 : 0.0) / kDraws;
  }
  EXPECT_NEAR(above, exact([](double) { return 1.0; }).above, 4.0 * 0.0035);
}

TEST(FlowMixing, OfAWeekDoesNotDependOnTheHorizon) {
  EXPECT_EQ(draw_flow_mixing(kNu, 9, 3, 2)[1], draw_flow_mixing(kNu, 9, 3, 8)[1]);
  EXPECT_TRUE(draw_flow_mixing(std::numeric_limits<double>::infinity(), 9, 3, 8).empty());
}

TEST(FlowMixing, OfOnePinIsItsLawByQuadrature) {
  for (const double gap : {0.2, 3.0, 6.0}) {
    const auto likelihood = [gap](double w) { return normal_density(gap, 0.5 + 0.64 * w + 0.01); };
    expect_near(sampled(one_pin(gap), 1, 20'000), exact(likelihood));
  }
  const Sampled far = sampled(one_pin(6.0), 1, 20'000), near = sampled(one_pin(0.2), 1, 20'000);
  EXPECT_GT(far.above, near.above + 0.3) << "a flow far out tells of its mixing variable";
}

// The market's mixing variable gives way too: lambda ~ IG(2.5, 1.5) integrated over.
TEST(FlowMixing, SharesAPinWithTheMarketsMixing) {
  PinnedFlowLaw law = one_pin(4.0);
  law.market_shape = 2.5;
  law.market_rate = 1.5;
  const auto likelihood = [](double w) {
    double sum = 0.0;
    for (double log_l = -6.0; log_l < 10.0; log_l += 0.02) {
      const double lambda = std::exp(log_l);
      sum += std::exp(-2.5 * log_l - 1.5 / lambda) * normal_density(4.0, 0.5 * lambda + 0.64 * w + 0.01);
    }
    return sum;
  };
  Sampled expected;
  double mass = 0.0;
  for (double log_w = -8.0; log_w < 12.0; log_w += 0.02) {
    const double w = std::exp(log_w), density = std::exp(-0.5 * kNu * (log_w + 1.0 / w)) * likelihood(w);
    mass += density;
    expected.above += w > 2.0 ? density : 0.0;
    expected.mean_log += density * log_w;
  }
  expect_near(sampled(law, 1, 20'000), {expected.above / mass, expected.mean_log / mass});
}

// Two weeks with a pin each; the second sees the first week's residual through its lag. Nothing but residuals moves
// them, so that the second residual is what is left: gap_2 - 0.5 gap_1.
TEST(FlowMixing, OfTwoWeeksKnowsWhichResidualIsLarge) {
  PinnedFlowLaw law;
  law.gap = (Vector(2) << 4.0, 2.5).finished();
  law.spread = Matrix::Zero(2, 2);
  law.residual = (Matrix(2, 2) << 1.0, 0.0, 0.5, 1.0).finished();
  law.other = Matrix(2, 0);
  expect_near(sampled(law, 2, 20'000), exact([](double w) { return normal_density(0.5, w); }));
}

}  // namespace
}  // namespace ebbtide
