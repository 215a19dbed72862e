#include "stats/density_score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "math/special.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double one(double location, double scale, double nu, double observed) {
  return student_t_mixture_log_score({&location, 1}, {&scale, 1}, {&nu, 1}, observed);
}

TEST(LogScore, OfOneComponentIsItsLogDensity) {
  // t(1) is Cauchy: pi (1 + z^2) scale.
  EXPECT_NEAR(one(1, 2, 1, 4), std::log(std::numbers::pi * (1 + 2.25) * 2), 1e-14);
  EXPECT_NEAR(one(0, 1, kInfinity, 1.5), 0.5 * std::log(2 * std::numbers::pi) + 1.125, 1e-14);
  EXPECT_NEAR(one(0.2, 3, 4.5, -2), -std::log(student_t_density(-2.2 / 3, 4.5) / 3), 1e-13);
}

TEST(LogScore, OfAMixtureIsTheLogOfTheMeanDensity) {
  const std::vector<double> locations = {-1, 0, 3}, scales = {1, 0.5, 2}, nus = {3, 8, kInfinity};
  double mean = 0.0;
  for (std::size_t b = 0; b < 3; ++b) {
    const double z = (0.7 - locations[b]) / scales[b];
    mean += (std::isinf(nus[b]) ? normal_density(z) : student_t_density(z, nus[b])) / scales[b] / 3.0;
  }
  EXPECT_NEAR(student_t_mixture_log_score(locations, scales, nus, 0.7), -std::log(mean), 1e-13);
}

TEST(LogScore, KnowsDensitiesTooSmallForANumber) {
  EXPECT_NEAR(one(0, 1, kInfinity, 100), 0.5 * std::log(2 * std::numbers::pi) + 5000, 1e-9);
}

// Expected z are 7 and more.
TEST(LogScore, PrefersTheTrueLaw) {
  const auto z_of_rival = [](double location, double scale, double nu) {
    fixture::TestDraws draws(3);
    const fixture::ForecastLaw truth = fixture::student_t_law(5);
    std::vector<double> differences(4000);
    for (double& difference : differences) {
      const double observed = truth.draw(draws);
      difference = one(location, scale, nu, observed) - one(0, 1, 5, observed);
    }
    return fixture::paired_z(differences);
  };
  EXPECT_GT(z_of_rival(0.4, 1, 5), 3.0);
  EXPECT_GT(z_of_rival(0, 1.5, 5), 3.0);
  EXPECT_GT(z_of_rival(0, 0.7, 5), 3.0);
  EXPECT_GT(z_of_rival(0, 1, 1.2), 3.0);
}

TEST(LogScore, RefusesWhatIsNoLaw) {
  EXPECT_THROW(student_t_mixture_log_score({}, {}, {}, 0), InternalError);
  EXPECT_THROW(
      student_t_mixture_log_score(std::vector<double>{1, 2}, std::vector<double>{1}, std::vector<double>{3}, 0),
      InternalError);
  EXPECT_THROW(one(0, 0, 3, 0), InternalError);
  EXPECT_THROW(one(0, 1, 0, 0), InternalError);
  EXPECT_THROW(one(kInfinity, 1, 3, 0), NumericalError);
  EXPECT_THROW(one(0, 1, 3, std::numeric_limits<double>::quiet_NaN()), NumericalError);
}

}  // namespace
}  // namespace ebbtide
