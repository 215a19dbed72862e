#include "math/proportional_fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace ebbtide {
namespace {

// Rows and columns of a table of two by three, row by row.
std::vector<MarginSum> table_margins(double row_1, double row_2, std::vector<double> columns) {
  return {{{0, 1, 2}, row_1}, {{3, 4, 5}, row_2}, {{0, 3}, columns[0]}, {{1, 4}, columns[1]}, {{2, 5}, columns[2]}};
}

const std::vector<double> kSeed = {40, 30, 20, 10, 35, 50};

TEST(ProportionalFit, GivesTheReferenceTable) {
  const ProportionalFit fit = fit_proportionally(kSeed, table_margins(150, 60, {70, 80, 60}));
  const std::vector<double> expected = {63.90870084, 55.37130188, 30.71999728, 6.09129916, 24.62869812, 29.28000272};
  ASSERT_TRUE(fit.unmet.empty());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(fit.values[i], expected[i], 1e-7);
}

TEST(ProportionalFit, DoesNotDependOnTheOrderOfMargins) {
  std::vector<MarginSum> margins = table_margins(150, 60, {70, 80, 60});
  const std::vector<double> first = fit_proportionally(kSeed, margins).values;
  std::reverse(margins.begin(), margins.end());
  const std::vector<double> second = fit_proportionally(kSeed, margins).values;
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_NEAR(first[i], second[i], 1e-7);
}

// Of all tables with these margins it has the least divergence from the seed: moving along the one-parameter families
// that keep the margins raises it.
TEST(ProportionalFit, IsNearestToTheSeed) {
  const std::vector<double> fitted = fit_proportionally(kSeed, table_margins(150, 60, {70, 80, 60})).values;
  const auto divergence = [](const std::vector<double>& values) {
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * std::log(values[i] / kSeed[i]) - values[i];
    return sum;
  };
  const std::vector<std::vector<double>> directions = {{1, -1, 0, -1, 1, 0}, {0, 1, -1, 0, -1, 1}};
  for (const std::vector<double>& direction : directions) {
    for (const double step : {-0.5, 0.5}) {
      std::vector<double> moved = fitted;
      for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += step * direction[i];
      EXPECT_GT(divergence(moved), divergence(fitted) + 1e-3);
    }
  }
}

TEST(ProportionalFit, KeepsZerosAndScales) {
  std::vector<double> seed = kSeed;
  seed[2] = 0.0;
  const std::vector<double> once = fit_proportionally(seed, table_margins(150, 60, {70, 100, 40})).values;
  EXPECT_EQ(once[2], 0.0);
  EXPECT_NEAR(once[5], 40.0, 1e-7);
  const std::vector<double> doubled = fit_proportionally(seed, table_margins(300, 120, {140, 200, 80})).values;
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_NEAR(doubled[i], 2.0 * once[i], 1e-6);
}

TEST(ProportionalFit, NamesMarginsThatCannotBeMet) {
  std::vector<double> seed = kSeed;
  seed[2] = seed[5] = 0.0;
  const ProportionalFit fit = fit_proportionally(seed, table_margins(150, 60, {70, 80, 60}));
  EXPECT_NE(std::find(fit.unmet.begin(), fit.unmet.end(), 4U), fit.unmet.end());
  EXPECT_EQ(fit_proportionally(kSeed, {{{0, 1, 2}, 10.0}, {{3, 4, 5}, 20.0}, {{0, 1, 2, 3, 4, 5}, 40.0}}).unmet.size(),
            3U);
}

}  // namespace
}  // namespace ebbtide
