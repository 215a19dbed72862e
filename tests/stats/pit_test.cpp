#include "stats/pit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/contract.h"
#include "math/special.h"
#include "support/binomial_band.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

using fixture::ForecastLaw;
using fixture::TestDraws;

TEST(Pit, IsTheRankMadeContinuous) {
  const std::vector<double> samples = {3, 1, 2, 2};
  EXPECT_DOUBLE_EQ(randomised_pit(samples, 0.0, 0.5), 0.1);
  EXPECT_DOUBLE_EQ(randomised_pit(samples, 2.5, 0.25), 3.25 / 5);
  // The outcome stands before, between or after the two equal samples.
  EXPECT_DOUBLE_EQ(randomised_pit(samples, 2.0, 0.0), 0.2);
  EXPECT_DOUBLE_EQ(randomised_pit(samples, 2.0, 1.0), 0.8);
  EXPECT_DOUBLE_EQ(randomised_pit(samples, 9.0, 1.0), 1.0);
}

// PITs of outcomes in samples of 9 draws of the forecast.
std::vector<double> pits_of(const ForecastLaw& world, const ForecastLaw& forecast, std::size_t weeks,
                            std::uint64_t seed, bool rounded = false) {
  TestDraws draws(seed);
  std::vector<double> pits(weeks);
  for (double& pit : pits) {
    std::vector<double> samples = forecast.draw(draws, 9);
    double observed = world.draw(draws);
    if (rounded) {
      for (double& sample : samples) sample = std::round(sample);
      observed = std::round(observed);
    }
    pit = randomised_pit(samples, observed, draws.uniform());
  }
  return pits;
}

// A right program fails one of these bounds on one seed of 10,000.
TEST(Pit, IsUniformForTheTrueLawWithFewSamplesAndTies) {
  const ForecastLaw law = fixture::student_t_law(3);
  EXPECT_GT(test_uniformity(pits_of(law, law, 20000, 1)).p_value, 5e-5);
  EXPECT_GT(test_uniformity(pits_of(law, law, 20000, 2, true)).p_value, 5e-5);
}

TEST(Uniformity, NamesWhatIsWrong) {
  const ForecastLaw law = fixture::normal_law();
  const auto test_against = [&](const ForecastLaw& forecast) {
    return test_uniformity(pits_of(law, forecast, 300, 3));
  };
  // Forecasts too low, too narrow, too wide: the component has the sign that the header says, far beyond noise.
  EXPECT_GT(test_against(fixture::normal_law(-0.5)).components[0], 4.0);
  EXPECT_GT(test_against(fixture::normal_law(0, 0.5)).components[1], 4.0);
  EXPECT_LT(test_against(fixture::normal_law(0, 2.0)).components[1], -4.0);
  for (const ForecastLaw& wrong : {fixture::normal_law(-0.5), fixture::normal_law(0, 0.5), fixture::normal_law(0, 2)}) {
    EXPECT_LT(test_against(wrong).p_value, 1e-4);
  }
  // A forecast skewed upwards: its exponential has mean 0 and standard deviation 1, as the world has.
  const ForecastLaw skewed{[](double p) { return -std::log1p(-p) - 1.0; }};
  EXPECT_LT(test_against(skewed).p_value, 1e-4);
}

TEST(Uniformity, AddsTheSquaresOfItsComponents) {
  // p_1 = sqrt(3) x, p_2 = sqrt(5) (3 x^2 - 1) / 2, p_3, p_4 at x = 2 u - 1 = 1 are sqrt(2 j + 1), at -1 with signs.
  const UniformityTest test = test_uniformity(std::vector<double>{1, 1, 0});
  EXPECT_NEAR(test.components[0], std::sqrt(3.0) / std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(test.components[1], 3 * std::sqrt(5.0) / std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(test.components[2], std::sqrt(7.0) / std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(test.components[3], 3 * std::sqrt(9.0) / std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(test.statistic, 1.0 + 15.0 + 7.0 / 3.0 + 27.0, 1e-12);
  EXPECT_NEAR(test.p_value, chi_squared_survival(test.statistic, 4), 1e-15);
}

// Orthonormal polynomials: over a fine grid the mean of each is 0 and of each square 1.
TEST(Uniformity, IsCalmOnAnEvenGrid) {
  std::vector<double> grid(1001);
  for (std::size_t i = 0; i < grid.size(); ++i) grid[i] = (static_cast<double>(i) + 0.5) / 1001.0;
  EXPECT_LT(test_uniformity(grid).statistic, 1e-3);
}

// 4000 uniform samples a size: rejections at 5 and 1 % lie in the band of a share that is off by a tenth (5 %) or three
// tenths (1 %), which an exact test leaves on one seed in 1000.
TEST(Uniformity, HasItsSizeFromThirtyWeeksOn) {
  TestDraws draws(4);
  for (const int weeks : {30, 104}) {
    int at_five = 0, at_one = 0;
    for (int run = 0; run < 4000; ++run) {
      std::vector<double> pits(static_cast<std::size_t>(weeks));
      for (double& pit : pits) pit = draws.uniform();
      const double p = test_uniformity(pits).p_value;
      at_five += p < 0.05 ? 1 : 0;
      at_one += p < 0.01 ? 1 : 0;
    }
    EXPECT_GE(at_five, fixture::binomial_band(4000, 0.045, 1e-3).low) << weeks;
    EXPECT_LE(at_five, fixture::binomial_band(4000, 0.055, 1e-3).high) << weeks;
    EXPECT_GE(at_one, fixture::binomial_band(4000, 0.007, 1e-3).low) << weeks;
    EXPECT_LE(at_one, fixture::binomial_band(4000, 0.013, 1e-3).high) << weeks;
  }
}

TEST(PitHistogram, CountsEveryValueOnce) {
  EXPECT_EQ(pit_histogram(std::vector<double>{0.0, 0.24, 0.25, 0.7, 1.0}, 4), (std::vector<int>{2, 1, 1, 1}));
}

TEST(Pit, RefusesWhatIsNoProbability) {
  const std::vector<double> samples = {1, 2};
  EXPECT_THROW(randomised_pit({}, 1, 0.5), InternalError);
  EXPECT_THROW(randomised_pit(samples, 1, 1.5), InternalError);
  EXPECT_THROW(randomised_pit(samples, std::numeric_limits<double>::quiet_NaN(), 0.5), InternalError);
  EXPECT_THROW(test_uniformity(std::vector<double>{0.5}), InternalError);
  EXPECT_THROW(test_uniformity(std::vector<double>{0.5, -0.1}), InternalError);
  EXPECT_THROW(pit_histogram(samples, 3), InternalError);
  EXPECT_THROW(pit_histogram({}, 0), InternalError);
}

}  // namespace
}  // namespace ebbtide
