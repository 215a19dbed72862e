#include "stats/tail_score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/contract.h"
#include "core/error.h"
#include "stats/sample_quantile.h"
#include "support/forecast_laws.h"

namespace ebbtide {
namespace {

TEST(TailScore, FollowsItsFormula) {
  // y = -3 <= v = -1, e = -2, a = 0.1, s = 2: G2(-2) = 1 / (1 + e), H(x) = 2 log(1 + exp(x / 2)).
  const double g = 1.0 / (1.0 + std::exp(1.0));
  const double expected = 0.9 * 2 + g * (2 / 0.1 - 1) - 2 * std::log1p(std::exp(-1.0)) + 2 * std::log1p(std::exp(-1.5));
  EXPECT_NEAR(tail_score(-1, -2, 0.1, 2, -3), expected, 1e-13);
  // y = 4 > v: no hit.
  const double miss = -0.1 * -5 + g * -1 - 2 * std::log1p(std::exp(-1.0)) + 2 * std::log1p(std::exp(2.0));
  EXPECT_NEAR(tail_score(-1, -2, 0.1, 2, 4), miss, 1e-13);
}

TEST(TailScore, IsZeroForCertaintyThatComesTrueAndNeverNegative) {
  EXPECT_NEAR(tail_score(1.5, 1.5, 0.05, 1, 1.5), 0.0, 1e-15);
  for (double v = -3; v <= 3; v += 0.5) {
    for (double e = -4; e <= v; e += 0.5) {
      for (double y = -5; y <= 5; y += 0.25) EXPECT_GE(tail_score(v, e, 0.05, 0.7, y), -1e-12);
    }
  }
}

TEST(TailScore, ScalesWithItsUnit) {
  EXPECT_NEAR(tail_score(-100, -200, 0.1, 200, -300), 100 * tail_score(-1, -2, 0.1, 2, -3), 1e-10);
}

TEST(TailScore, StaysFiniteFarOut) {
  EXPECT_TRUE(std::isfinite(tail_score(-1e6, -2e6, 0.05, 1, 1e6)));
  EXPECT_TRUE(std::isfinite(tail_score(1e6, 1e6, 0.05, 1, -1e6)));
}

// Expected z are 7 and more: a right program fails a bound of 3 less often than once in 10,000 seeds.
TEST(TailScore, PrefersTheTruePairToWrongQuantilesAndShortfalls) {
  const fixture::ForecastLaw truth = fixture::student_t_law(4);
  const std::vector<double> grid = truth.grid(200000);
  const double level = 0.05, v = sample_quantile(grid, level), e = sample_shortfall(grid, level);
  const auto z_of_rival = [&](double rival_v, double rival_e) {
    fixture::TestDraws draws(9);
    std::vector<double> differences(60000);
    for (double& difference : differences) {
      const double observed = truth.draw(draws);
      difference = tail_score(rival_v, rival_e, level, 1.5, observed) - tail_score(v, e, level, 1.5, observed);
    }
    return fixture::paired_z(differences);
  };
  EXPECT_GT(z_of_rival(v + 0.5, e), 3.0);
  EXPECT_GT(z_of_rival(v - 0.5, e), 3.0);
  EXPECT_GT(z_of_rival(v, e + 0.9), 3.0);
  EXPECT_GT(z_of_rival(v, e - 1.8), 3.0);
  EXPECT_GT(z_of_rival(v - 1, e - 1), 3.0);
}

TEST(TailScore, RefusesWhatIsNoTail) {
  EXPECT_THROW(tail_score(-2, -1, 0.05, 1, 0), InternalError);
  EXPECT_THROW(tail_score(-1, -2, 0.0, 1, 0), InternalError);
  EXPECT_THROW(tail_score(-1, -2, 0.05, 0, 0), InternalError);
  EXPECT_THROW(tail_score(-1, -2, 0.05, 1, std::numeric_limits<double>::quiet_NaN()), NumericalError);
}

}  // namespace
}  // namespace ebbtide
