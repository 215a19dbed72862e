#include "calibration/series_law.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace ebbtide {
namespace {

constexpr int kWeeks = 14;

// Fourteen weeks of which the first is history, three are missing and the others published to different precision.
struct Example {
  double own_lag = 0.3;
  double average = 0.25;  // coefficient of the average
  double decay = 0.9;
  double residual_precision = 1.7;
  double history_precision = 0.8;
};

double constant_of(int week) {
  return 0.4 * std::sin(2.0 * week);
}

double published_value(int week) {
  return 1.5 * std::cos(week);
}

double published_precision(int week) {
  if (week == 4 || week == 5 || week == 11) return 0.0;
  return week % 3 == 0 ? 1e8 : 40.0;
}

struct Moments {
  Vector mean;
  Matrix covariance;
};

Moments of_law(const SeriesLaw& law) {
  Moments moments{law.draw(Vector::Zero(kWeeks)), Matrix()};
  Matrix spread(kWeeks, kWeeks);
  for (int t = 0; t < kWeeks; ++t) spread.col(t) = law.draw(Vector::Unit(kWeeks, t)) - moments.mean;
  moments.covariance = spread * spread.transpose();
  return moments;
}

Moments banded(const Example& example, bool with_average) {
  const DecayedAverage average(example.decay, kWeeks);
  SeriesLaw law(kWeeks, with_average ? &average : nullptr);
  law.add_value(0, 0.3, example.history_precision);
  for (int t = 0; t < kWeeks; ++t) {
    if (t > 0) {
      law.add_residual(t, example.own_lag, with_average ? example.average : 0.0, constant_of(t),
                       example.residual_precision);
    }
    if (published_precision(t) > 0.0) law.add_value(t, published_value(t), published_precision(t));
  }
  return of_law(law);
}

// The same law from its definition: every residual as a row over all weeks, the precision inverted as it stands.
Moments dense(const Example& example, bool with_average) {
  Matrix precision = Matrix::Zero(kWeeks, kWeeks);
  Vector linear = Vector::Zero(kWeeks);
  const auto add = [&](const Vector& direction, double constant, double weight) {
    precision += weight * direction * direction.transpose();
    linear += weight * constant * direction;
  };
  add(Vector::Unit(kWeeks, 0), 0.3, example.history_precision);
  for (int t = 0; t < kWeeks; ++t) {
    if (published_precision(t) > 0.0) add(Vector::Unit(kWeeks, t), published_value(t), published_precision(t));
    if (t == 0) continue;
    Vector direction = Vector::Unit(kWeeks, t) - example.own_lag * Vector::Unit(kWeeks, t - 1);
    Vector average = Vector::Zero(kWeeks);
    for (int s = 0; s < t; ++s) average(s) = std::pow(example.decay, t - 1 - s);
    if (with_average) direction -= example.average * average / average.sum();
    add(direction, constant_of(t), example.residual_precision);
  }
  // In extended precision, since published and missing weeks are eight orders of magnitude apart.
  using Extended = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
  const Matrix covariance = Extended(precision.cast<long double>().fullPivLu().inverse()).cast<double>();
  return {covariance * linear, covariance};
}

double difference(const Moments& a, const Moments& b) {
  return std::max((a.mean - b.mean).cwiseAbs().maxCoeff(), (a.covariance - b.covariance).cwiseAbs().maxCoeff());
}

TEST(SeriesLaw, HasTheMomentsOfTheDenseLawWithAndWithoutAnAverage) {
  for (const bool with_average : {false, true}) {
    const Moments expected = dense({}, with_average);
    EXPECT_GT(expected.covariance.diagonal().maxCoeff(), 0.1);
    EXPECT_LT(difference(banded({}, with_average), expected), 1e-12) << with_average;
  }
}

// Errors of a tenth of a percent in one term, and an average left out, are far outside the tolerance.
TEST(SeriesLaw, DiffersFromTheDenseLawWhenATermIsWrong) {
  const Moments expected = dense({}, true);
  Example wrong;
  wrong.decay *= 1.001;
  EXPECT_GT(difference(banded(wrong, true), expected), 1e-6);
  wrong = {};
  wrong.average *= 1.001;
  EXPECT_GT(difference(banded(wrong, true), expected), 1e-6);
  wrong = {};
  wrong.own_lag *= 1.001;
  EXPECT_GT(difference(banded(wrong, true), expected), 1e-6);
  EXPECT_GT(difference(banded({}, false), expected), 1e-3);
}

TEST(SeriesLaw, RefusesAWeekOfWhichNothingIsKnown) {
  SeriesLaw law(3, nullptr);
  law.add_value(0, 1.0, 1.0);
  law.add_residual(1, 0.5, 0.0, 0.0, 1.0);
  EXPECT_THROW(law.draw(Vector::Zero(3)), NumericalError);
}

TEST(DecayedAverage, WeighsEveryWeekSoFar) {
  const DecayedAverage average(0.5, 3);
  Vector series(3);
  series << 1.0, 4.0, 6.0;
  const Vector averages = average.of(series);
  EXPECT_DOUBLE_EQ(averages(0), 1.0);
  EXPECT_DOUBLE_EQ(averages(1), (4.0 + 0.5) / 1.5);
  EXPECT_DOUBLE_EQ(averages(2), (6.0 + 2.0 + 0.25) / 1.75);
  EXPECT_DOUBLE_EQ(average.weight(2), 1.75);
  EXPECT_DOUBLE_EQ(average.carried(2), 0.75);
  EXPECT_EQ(average.carried(0), 0.0);
}

}  // namespace
}  // namespace ebbtide
