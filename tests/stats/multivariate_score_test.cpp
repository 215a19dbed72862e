#include "stats/multivariate_score.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "stats/crps.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::TestDraws;

const std::vector<double> kDraws = {0, 0, 1, 2, -1, 1};
const std::vector<double> kObserved = {0.5, 0.5};

TEST(EnergyScore, OfThreeDrawsIsThePublishedValue) {
  EXPECT_NEAR(edf_energy_score(kDraws, kObserved), 0.635755978521, 1e-12);
  EXPECT_NEAR(fair_energy_score(kDraws, kObserved), 0.30873656089, 1e-11);
}

TEST(EnergyScore, OfOneQuantityIsTheCrps) {
  TestDraws draws(1);
  const std::vector<double> samples = fixture::normal_law().sorted_draw(draws, 40);
  const std::vector<double> observed = {0.4};
  EXPECT_NEAR(edf_energy_score(samples, observed), edf_crps(samples, 0.4), 1e-13);
  EXPECT_NEAR(fair_energy_score(samples, observed), fair_crps(samples, 0.4), 1e-13);
}

TEST(VariogramScore, OfThreeDrawsIsThePublishedValue) {
  EXPECT_NEAR(variogram_score(kDraws, kObserved, 0.5), 0.647603013861, 1e-12);
  // Ordered pairs count each one twice.
  EXPECT_NEAR(2.0 * variogram_score(kDraws, kObserved, 0.5), 1.29520602772, 1e-11);
}

TEST(VariogramScore, WeighsThePairsInTheirOrder) {
  // One draw; pairs (0, 1), (0, 2), (1, 2) miss by 1 - 2, 3 - 4, 2 - 2 at order 1.
  const std::vector<double> draw = {0, 2, 4}, observed = {0, 1, 3};
  EXPECT_DOUBLE_EQ(variogram_score(draw, observed, 1.0), 2.0);
  EXPECT_DOUBLE_EQ(variogram_score(draw, observed, 1.0, std::vector<double>{3, 0, 7}), 3.0);
  EXPECT_DOUBLE_EQ(variogram_score(draw, observed, 1.0, std::vector<double>{0, 5, 7}), 5.0);
}

// Two normal quantities of correlation r; the second sits at `shift`.
std::vector<double> correlated(TestDraws& draws, std::size_t count, double r, double shift, double sd = 1.0) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const double first = draws.normal(), second = r * first + std::sqrt(1.0 - r * r) * draws.normal();
    values.push_back(sd * first);
    values.push_back(shift + sd * second);
  }
  return values;
}

using JointScore = std::function<double(const std::vector<double>&, const std::vector<double>&)>;

// z of how much worse a rival law does; the same 100 draws forecast every week.
double z_of_rival(const JointScore& score, double r, double shift, double sd) {
  TestDraws draws(11);
  const std::vector<double> of_truth = correlated(draws, 100, 0.7, 0.0), rival = correlated(draws, 100, r, shift, sd);
  std::vector<double> differences(4000);
  for (double& difference : differences) {
    const std::vector<double> observed = correlated(draws, 1, 0.7, 0.0);
    difference = score(rival, observed) - score(of_truth, observed);
  }
  return fixture::paired_z(differences);
}

// Expected z are 7 and more.
TEST(MultivariateScores, PreferTheTrueLaw) {
  const JointScore energy = [](const auto& x, const auto& y) { return fair_energy_score(x, y); };
  const JointScore variogram = [](const auto& x, const auto& y) { return variogram_score(x, y, 0.5); };
  for (const JointScore& score : {energy, variogram}) {
    EXPECT_GT(z_of_rival(score, 0.7, 0.8, 1.0), 3.0);   // location
    EXPECT_GT(z_of_rival(score, 0.7, 0.0, 1.7), 3.0);   // spread
    EXPECT_GT(z_of_rival(score, 0.7, 0.0, 0.5), 3.0);   // spread
    EXPECT_GT(z_of_rival(score, -0.5, 0.0, 1.0), 3.0);  // dependence
  }
}

// z of the mean score of draws from the true law against the limit of many draws, E||X - X'|| / 2 = sqrt(pi) / 2 for
// two independent standard normal quantities. Beyond 4 in 6 of 100,000 correct programs.
double z_of_expected_energy(const JointScore& score) {
  TestDraws draws(12);
  std::vector<double> excess(20000);
  for (double& value : excess) {
    value = score(correlated(draws, 3, 0.0, 0.0), correlated(draws, 1, 0.0, 0.0)) - std::sqrt(std::acos(-1.0)) / 2.0;
  }
  return fixture::paired_z(excess);
}

TEST(EnergyScore, IsUnbiasedInTheNumberOfDrawsWhereFair) {
  EXPECT_LT(std::abs(z_of_expected_energy([](const auto& x, const auto& y) { return fair_energy_score(x, y); })), 4.0);
  EXPECT_GT(z_of_expected_energy([](const auto& x, const auto& y) { return edf_energy_score(x, y); }), 4.0);
}

TEST(MultivariateScores, RefuseShapesThatDoNotFit) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> three = {1, 2, 3}, one = {1};
  EXPECT_THROW(edf_energy_score(three, kObserved), InternalError);
  EXPECT_THROW(edf_energy_score({}, kObserved), InternalError);
  EXPECT_THROW(edf_energy_score(three, {}), InternalError);
  EXPECT_THROW(fair_energy_score(kObserved, kObserved), InternalError);
  EXPECT_THROW(variogram_score(three, one, 0.5), InternalError);
  EXPECT_THROW(variogram_score(kDraws, kObserved, 0.0), InternalError);
  EXPECT_THROW(variogram_score(kDraws, kObserved, 0.5, three), InternalError);
  EXPECT_THROW(variogram_score(kDraws, kObserved, 0.5, std::vector<double>{-1}), InternalError);
  EXPECT_THROW(edf_energy_score(kDraws, std::vector<double>{nan, 0}), NumericalError);
  EXPECT_THROW(variogram_score(kDraws, std::vector<double>{nan, 0}, 0.5), NumericalError);
}

}  // namespace
}  // namespace ebbtide
