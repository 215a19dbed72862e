#include "evaluation/condition_law.h"

#include <cmath>

#include <gtest/gtest.h>

#include "math/special.h"
#include "support/market_fixture.h"
#include "support/market_paths.h"

namespace ebbtide {
namespace {

using fixture::model_of;
using fixture::pin;
using fixture::soft;

LinearConstraint known(int week, int variable, double value) {
  LinearConstraint row = pin(week, variable, value);
  row.kind = ConditionKind::known;
  return row;
}

double distance_of(const Model& model) {
  const ConditionLaw law = condition_law(model);
  Vector values(law.count());
  for (int i = 0; i < law.count(); ++i) values(i) = model.constraints[law.rows[static_cast<std::size_t>(i)]].value;
  return Distance(law, law.mean).of(values);
}

const std::vector<LinearConstraint> kPins = {pin(1, 0, 1.0), pin(3, 0, 0.0)};

TEST(ConditionLaw, GivesTheReferenceDistanceAndChiSquareProbability) {
  const double q = distance_of(model_of(fixture::var_of_f2(), 3, kPins));
  EXPECT_NEAR(q, 0.360613930845, 1e-12);
  EXPECT_NEAR(distance_survival(q, 2, INFINITY), 0.835013851687, 1e-12);
}

// The reference value .8402 reads Sigma as the scale matrix of t(5). Here Sigma is a covariance, so that scale matrix
// is a covariance of 5/3 Sigma, at whose smaller distance the probability is the reference's.
TEST(ConditionLaw, GivesTheReferenceProbabilityUnderBothReadingsOfSigma) {
  const double as_scale = distance_of(model_of(fixture::var_of_f2(5.0 / 3.0, 5.0), 3, kPins));
  EXPECT_NEAR(as_scale, 0.360613930845 * 3.0 / 5.0, 1e-12);
  EXPECT_NEAR(distance_survival(as_scale, 2, 5.0), 0.8402116215, 1e-10);

  const double as_covariance = distance_of(model_of(fixture::var_of_f2(1.0, 5.0), 3, kPins));
  EXPECT_NEAR(as_covariance, 0.360613930845, 1e-12);
  // F(2, 5) by hand: (1 + q / 3)^(-5/2).
  EXPECT_NEAR(distance_survival(as_covariance, 2, 5.0), std::pow(1.0 + 0.360613930845 / 3.0, -2.5), 1e-12);
}

TEST(ConditionLaw, GivesTheReferenceProbabilityOfTheStressPath) {
  LinearConstraint sum = pin(1, 0, -3.0);
  sum.terms = {{0, 0, 1.0}, {1, 0, 1.0}, {2, 0, 1.0}};
  const double q = distance_of(model_of(fixture::var_of_f2(), 3, {sum}));
  EXPECT_NEAR(q, 2.435679103, 1e-9);
  EXPECT_NEAR(distance_survival(q, 1, INFINITY), 0.1186025215, 1e-9);
}

TEST(ConditionLaw, DistanceIsZeroAtTheMeanAndQuadraticAlongARay) {
  Model model = model_of(fixture::two_lag_market(5.0), 4, {known(1, 0, 0.3), pin(2, 1, 0.0), pin(4, 0, 0.0)});
  const Vector mean = condition_law(model).mean;
  const auto at = [&](double size) {
    model.constraints[1].value = mean(0) + 0.7 * size;
    model.constraints[2].value = mean(1) - 0.4 * size;
    return distance_of(model);
  };
  EXPECT_NEAR(at(0.0), 0.0, 1e-24);
  const double unit = at(1.0);
  EXPECT_GT(unit, 0.1);
  EXPECT_NEAR(at(3.0), 9.0 * unit, 1e-11);
  EXPECT_NEAR(at(-2.0), 4.0 * unit, 1e-11);
}

TEST(ConditionLaw, AddsTheErrorOfEvidence) {
  const ConditionLaw law =
      condition_law(model_of(fixture::var_of_f2(), 1, {soft(ConditionKind::evidence, 1, 0, 2.5, 0.5)}));
  EXPECT_NEAR(Distance(law, law.mean).of(Vector::Constant(1, 2.5)), 4.0 / 1.25, 1e-12);
}

// Given known values the rest is again t: with nu + k degrees of freedom, and a spread that knows how far the known
// values lay. Compared with the stacked law by brute force.
TEST(ConditionLaw, ConditionsOnKnownValuesFirst) {
  const Model model =
      model_of(fixture::var_of_f2(1.0, 5.0), 3, {known(1, 0, 2.5), known(1, 1, -1.0), pin(2, 0, 2.0), pin(3, 1, 1.0)});
  const Calibration calibration = fixture::var_of_f2();
  const MarketTheta theta = MarketSampler(calibration.market).mean();
  const auto stacked = fixture::stacked_law(theta.constant, theta.lags, fixture::reduced_covariance(theta.impact),
                                            calibration.market.last_values, 3);
  const std::vector<int> first = {0, 1}, rest = {2, 5};
  const Matrix among = stacked.covariance(first, first);
  Vector gap(2);
  gap << 2.5 - stacked.mean(0), -1.0 - stacked.mean(1);
  const Vector solved = among.ldlt().solve(gap);
  const double known_distance = gap.dot(solved);
  const Matrix shared = stacked.covariance(rest, first);
  const Vector mean = stacked.mean(rest) + shared * solved;
  const double mixing = (3.0 + known_distance) / 5.0;
  const Matrix left = mixing * (stacked.covariance(rest, rest) - shared * among.ldlt().solve(shared.transpose()));

  const ConditionLaw law = condition_law(model);
  EXPECT_NEAR(law.tail_index, 7.0, 0.0);
  EXPECT_NEAR(law.mixing_mean, mixing, 1e-12);
  EXPECT_LT((law.mean - mean).norm(), 1e-12);
  EXPECT_LT((law.covariance - left).norm(), 1e-12);
}

// D.6: the distance of pins drawn from the model follows the law that the p-value assumes, also after a known value.
void expect_uniform_p_values(const Model& model, std::uint64_t seed) {
  const ConditionLaw law = condition_law(model);
  const Distance distance(law, law.mean);
  Model background = model;
  std::erase_if(background.constraints, [](const LinearConstraint& row) { return row.kind != ConditionKind::known; });
  constexpr std::uint64_t kPaths = 200'000;
  const auto paths = fixture::simulate_market(background, seed, kPaths);
  for (const double level : {0.5, 0.1, 0.01}) {
    double below = 0.0;
    Vector values(law.count());
    for (std::size_t path = 0; path < kPaths; ++path) {
      for (int i = 0; i < law.count(); ++i) {
        const PathTerm& term = model.constraints[law.rows[static_cast<std::size_t>(i)]].terms[0];
        values(i) = paths[static_cast<std::size_t>(term.week * 2 + term.variable)][path];
      }
      below += distance_survival(distance.of(values), law.count(), law.tail_index) < level ? 1.0 : 0.0;
    }
    // 4 standard errors of a share: 6e-5 false alarms.
    EXPECT_NEAR(below / kPaths, level, 4.0 * std::sqrt(level * (1.0 - level) / kPaths)) << level;
  }
}

TEST(ConditionLaw, PValuesOfPinsDrawnFromTheModelAreUniform) {
  const std::vector<LinearConstraint> pins = {pin(1, 0, 0.0), pin(2, 1, 0.0), pin(3, 0, 0.0)};
  expect_uniform_p_values(model_of(fixture::two_lag_market(), 3, pins), 71);
  expect_uniform_p_values(model_of(fixture::two_lag_market(5.0), 3, pins), 72);
}

TEST(ConditionLaw, PValuesAreUniformGivenKnownValuesToo) {
  expect_uniform_p_values(
      model_of(fixture::two_lag_market(5.0), 3, {known(1, 0, 2.5), known(1, 1, -2.0), pin(2, 0, 0.0), pin(3, 1, 0.0)}),
      73);
}

TEST(ConditionLaw, TheComparisonNoticesTailsThatIgnoreKnownValues) {
  const Model model =
      model_of(fixture::two_lag_market(5.0), 3, {known(1, 0, 2.5), known(1, 1, -2.0), pin(2, 0, 3.0), pin(3, 1, 1.0)});
  const ConditionLaw law = condition_law(model);
  const double q = distance_of(model);
  // Distance by the unconditional scale and five degrees of freedom.
  const double naive = distance_survival(q * law.mixing_mean, 2, 5.0);
  EXPECT_GT(std::abs(naive - distance_survival(q, 2, law.tail_index)), 0.02);
}

// With the shocks of y2 alone to move y1 in week 2, through the lag: far larger shocks than the law's own.
TEST(ConditionLaw, MeasuresTheShocksThatDriversLeave) {
  LinearConstraint row = pin(2, 0, 2.0);
  const double free = distance_of(model_of(fixture::var_of_f2(), 2, {row}));
  row.drivers = {1};
  const ConditionLaw law = condition_law(model_of(fixture::var_of_f2(), 2, {row}));
  ASSERT_TRUE(law.drivers_named);
  // y1(2) moves by .1 P22 = .064031 per shock of y2 in week 1, and by nothing else of y2.
  const double gap = 2.0 - 0.31;
  EXPECT_NEAR(law.delivered_distance, gap * gap / std::pow(0.1 * 0.64031242374, 2), 1e-6);
  EXPECT_GT(law.delivered_distance, free);
}

TEST(ConditionLaw, DriversThatLeaveEveryShockChangeNothing) {
  std::vector<LinearConstraint> rows = {known(1, 1, -1.0), pin(1, 0, 1.0),
                                        soft(ConditionKind::evidence, 3, 0, 0.0, 0.5)};
  const double free = distance_of(model_of(fixture::two_lag_market(5.0), 3, rows));
  rows[1].drivers = {0, 1};
  const ConditionLaw law = condition_law(model_of(fixture::two_lag_market(5.0), 3, rows));
  EXPECT_NEAR(law.delivered_distance, free, 1e-10);
}

}  // namespace
}  // namespace ebbtide
