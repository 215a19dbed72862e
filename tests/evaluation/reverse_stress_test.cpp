#include "evaluation/reverse_stress.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/error.h"
#include "math/special.h"
#include "support/market_fixture.h"
#include "support/market_paths.h"

namespace ebbtide {
namespace {

constexpr double kErrors = 4.0;  // 6e-5 false alarms a comparison

// y1 of week 3 of the market of methods F.2 below -1, carried by y2.
ReverseRequest request_of(double probability) {
  ReverseRequest request;
  request.event.name = "low";
  request.event.text = "y1, week 3: below -1 bp";
  request.event.target = EventTarget::factor;
  request.event.variable = "y1";
  request.event.weeks = {3, 3};
  request.event.level = {-1.0, Unit::basis_point};
  request.probability = probability;
  request.variables = {"y2"};
  return request;
}

PreparedScenario base_of(std::uint64_t paths) {
  PreparedScenario base;
  base.scenario.name = "base";
  base.scenario.horizon_weeks = 3;
  base.scenario.paths = paths;
  base.scenario.seed = 61;
  base.model = fixture::model_of(fixture::var_of_f2(), 3);
  return base;
}

struct Exact {
  double probability = 0.0;
  double distance = 0.0;
};

// The law of y1(3) given all of y2, by the dense stacked law.
Exact exact_of(const std::vector<double>& y2) {
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const fixture::StackedLaw law = fixture::stacked_law(
      theta.constant, theta.lags, fixture::reduced_covariance(theta.impact), calibration.market.last_values, 3);
  Matrix covariance(3, 3);
  Vector gap(3), cross(3);
  for (int i = 0; i < 3; ++i) {
    gap(i) = y2[static_cast<std::size_t>(i)] - law.mean(2 * i + 1);
    cross(i) = law.covariance(4, 2 * i + 1);
    for (int j = 0; j < 3; ++j) covariance(i, j) = law.covariance(2 * i + 1, 2 * j + 1);
  }
  const Vector solved = covariance.ldlt().solve(gap);
  const double mean = law.mean(4) + cross.dot(solved);
  const double variance = law.covariance(4, 4) - cross.dot(covariance.ldlt().solve(cross));
  return {normal_cdf((-1.0 - mean) / std::sqrt(variance)), gap.dot(solved)};
}

std::vector<double> pinned_values(const ReverseStress& found) {
  std::vector<double> values;
  for (const MarketCondition& condition : found.conditions) values.push_back(condition.value.value);
  return values;
}

TEST(ReverseStress, GivesTheEventTheProbabilityAskedOnOtherRandomNumbers) {
  for (const double probability : {0.1, 0.5, 0.9}) {
    const ReverseStress found =
        reverse_stress(base_of(100'000), request_of(probability), nullptr, Executor(2), nullptr);
    EXPECT_NEAR(found.with.value, probability, kErrors * std::sqrt(2.0) * found.with.standard_error) << probability;
    EXPECT_NEAR(exact_of(pinned_values(found)).probability, probability, kErrors * found.with.standard_error);
  }
}

// The least distance among all paths of y2 with this probability is (height)^2 / (cross' S^-1 cross), by Cauchy and
// Schwarz: the found path has it up to the noise of its direction.
TEST(ReverseStress, FindsTheMostPlausiblePath) {
  const ReverseStress found = reverse_stress(base_of(400'000), request_of(0.5), nullptr, Executor(2), nullptr);
  const Exact exact = exact_of(pinned_values(found));
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const fixture::StackedLaw law = fixture::stacked_law(
      theta.constant, theta.lags, fixture::reduced_covariance(theta.impact), calibration.market.last_values, 3);
  Matrix covariance(3, 3);
  Vector cross(3);
  for (int i = 0; i < 3; ++i) {
    cross(i) = law.covariance(4, 2 * i + 1);
    for (int j = 0; j < 3; ++j) covariance(i, j) = law.covariance(2 * i + 1, 2 * j + 1);
  }
  const double least = std::pow(-1.0 - law.mean(4), 2) / cross.dot(covariance.ldlt().solve(cross));
  EXPECT_NEAR(exact.distance, least, 0.02 * least);
}

// A thousand simulated paths on which the event happens: none of them is as plausible.
TEST(ReverseStress, IsMorePlausibleThanPathsThatHappenToReachTheEvent) {
  const ReverseStress found = reverse_stress(base_of(100'000), request_of(0.5), nullptr, Executor(2), nullptr);
  const double distance = exact_of(pinned_values(found)).distance;
  const auto paths = fixture::simulate_market(fixture::model_of(fixture::var_of_f2(), 3), 62, 20'000);
  int compared = 0, nearer = 0;
  for (std::size_t path = 0; path < 20'000 && compared < 1000; ++path) {
    const std::vector<double> y2 = {paths[1][path], paths[3][path], paths[5][path]};
    if (paths[4][path] >= -1.0 || exact_of(y2).probability < 0.5) continue;
    ++compared;
    nearer += exact_of(y2).distance < distance ? 1 : 0;
  }
  EXPECT_GE(compared, 300);
  EXPECT_EQ(nearer, 0);
}

TEST(ReverseStress, RefusesWhatThePathsDoNotReach) {
  ReverseRequest request = request_of(0.5);
  request.event.level.value = -30.0;
  try {
    reverse_stress(base_of(10'000), request, nullptr, Executor(2), nullptr);
    FAIL() << "found one";
  } catch (const InputError& error) {
    EXPECT_EQ(error.findings().sorted().front().code, "unreachable-event");
  }
}

TEST(ReverseStress, CarriesByDefaultAllButFollowers) {
  MarketPosterior market = fixture::var_of_f2().market;
  market.variables[1].beta_to = "y1";
  EXPECT_EQ(default_carriers(market), std::vector<std::string>{"y1"});
}

}  // namespace
}  // namespace ebbtide
